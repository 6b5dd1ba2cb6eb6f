package org.portwitness.analyzer.wire;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class QuicTest {
    private static boolean check(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return Quic.check(ByteBuffer.wrap(bytes), 0, bytes.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000001", "6b3343cf", "ff00001d", "00000000", "1a2a3a4a"})
    void versionsThatAreKnownBegin(String version) {
        assertTrue(check("c0" + version + "0411223344" + "00" + "0000"));
        assertTrue(check("ff" + version + "14" + "00".repeat(20) + "14" + "00".repeat(20)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80" + "00000001" + "0411223344" + "00",
                "40" + "00000001" + "0411223344" + "00",
                "c0" + "00000007" + "0411223344" + "00",
                "c0" + "00000001" + "15" + "000000",
                "c0" + "00000001" + "0411223344" + "15",
                "c000000001"
            })
    void allElseDoesNot(String hex) {
        assertFalse(check(hex));
    }

    @Test
    void whatASnapLengthCutAwayIsNotMissed() {
        assertTrue(check("c0" + "00000001" + "08" + "1122"));
    }
}
