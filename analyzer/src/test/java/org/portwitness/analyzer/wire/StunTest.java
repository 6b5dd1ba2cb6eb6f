package org.portwitness.analyzer.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StunTest {
    private static final String REQUEST =
            "000100182112a4420102030405060708090a0b0c0006000941624364" + "3a45664768000000802800042dcf9922";
    private static final String MS_401 = "011300432112a4420102030405060708090a0b0c000f000472c64bc60009001100000401556e"
            + "617574686f72697a65642e0014001430313233343536373839616263646566303132330015000a227274636d6564696122";

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest
    @CsvSource({
        "0001, 0, 1",
        "0011, 1, 1",
        "0101, 2, 1",
        "0111, 3, 1",
        "0003, 0, 3",
        "0113, 3, 3",
        "0104, 2, 4",
        "0115, 3, 5",
        "0016, 1, 6",
        "0118, 3, 8",
        "001c, 1, 12",
        "0200, 0, 128",
        "0800, 0, 512",
        "3eef, 0, 4095",
        "3fff, 3, 4095"
    })
    void methodAndClassAreMixedIntoTheType(String hex, int messageClass, int method) {
        int type = Integer.parseInt(hex, 16);

        assertEquals(messageClass, Stun.messageClass(type));
        assertEquals(method, Stun.method(type));
    }

    @Test
    void aMessageFillsItsPacketAndMayBeCut() {
        ByteBuffer request = bytes(REQUEST);

        assertTrue(Stun.check(request, 0, 44, 44));
        assertTrue(Stun.check(request, 0, 20, 44));
        assertFalse(Stun.check(request, 0, 19, 44));
        assertFalse(Stun.check(request, 0, 44, 45));
        assertFalse(Stun.check(request, 0, 44, 43));
        assertEquals(0x2112a442_01020304L, Stun.idHigh(request, 0));
        assertEquals(0x0506070809_0a0b0cL, Stun.idLow(request, 0));
        assertTrue(Stun.isCookie(Stun.idHigh(request, 0)));
    }

    @Test
    void aClassicMessageHasOneOfTheOldTypes() {
        ByteBuffer old = bytes("01110000" + "000102030405060708090a0b0c0d0e0f");
        assertTrue(Stun.checkClassic(old, 0, 20, 20));
        assertFalse(Stun.check(old, 0, 20, 20));
        old.putShort(0, (short) 0x0108);
        assertFalse(Stun.checkClassic(old, 0, 20, 20));
    }

    @Test
    void anErrorCodeIsFoundBetweenAttributesThatAreNotPadded() {
        ByteBuffer challenge = bytes(MS_401);
        int end = challenge.limit();

        assertTrue(StunAttributes.startsWithMagic(challenge, 20, end));
        assertFalse(StunAttributes.startsWithMagic(challenge, 20, 27));
        int error = StunAttributes.find(challenge, 20, end, StunAttributes.ERROR_CODE, false);
        assertEquals(28, error);
        assertEquals(401, StunAttributes.errorCode(challenge, error));
        assertEquals(49, StunAttributes.find(challenge, 20, end, 0x0014, false));
        assertEquals(StunAttributes.NONE, StunAttributes.find(challenge, 20, end, 0x0014, true));
        assertEquals(StunAttributes.NONE, StunAttributes.find(challenge, 20, 48, StunAttributes.ERROR_CODE, false));
        assertTrue(StunAttributes.endExactly(challenge, 20, end));
        assertFalse(StunAttributes.endExactly(challenge, 20, end - 1));
    }

    @Test
    void paddedAttributesEndExactlyToo() {
        assertTrue(StunAttributes.endExactly(bytes(REQUEST), 20, 44));
        assertTrue(StunAttributes.endExactly(bytes(REQUEST), 44, 44));
        assertFalse(StunAttributes.endExactly(bytes(REQUEST), 20, 42));
    }

    @Test
    void aMessageFullOfEmptyAttributesIsNotWalkedToItsEnd() {
        ByteBuffer empty = ByteBuffer.allocate(65_520);

        assertTrue(StunAttributes.endExactly(empty, 0, 4 * 127));
        assertFalse(StunAttributes.endExactly(empty, 0, 65_520));
        assertEquals(StunAttributes.NONE, StunAttributes.find(empty, 0, 65_520, StunAttributes.DATA, true));
    }

    @Test
    void anErrorCodeTooShortToHoldOneIsZero() {
        assertEquals(0, StunAttributes.errorCode(bytes("00090003000004"), 0));
    }
}
