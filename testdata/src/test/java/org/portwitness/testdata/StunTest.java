package org.portwitness.testdata;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The messages against vectors that were computed by hand from the layouts. */
class StunTest {
    private static final byte[] ID = Bytes.hex("0102030405060708090a0b0c");

    @Test
    void aBindingRequestHasAValidFingerprint() {
        assertEquals(
                "000100182112a4420102030405060708090a0b0c0006000941624364" + "3a45664768000000802800042dcf9922",
                hex(Stun.bindingRequest(ID).username("AbCd:EfGh").fingerprint().bytes()));
    }

    @Test
    void aBindingSuccessXorsTheAddress() {
        assertEquals(
                "0101000c2112a4420102030405060708090a0b0c002000080001bd52e112a648",
                hex(Stun.bindingSuccess(ID, "192.0.2.10", 40_000).bytes()));
    }

    @Test
    void anMsAllocateBeginsWithTheMagicCookie() {
        assertEquals(
                "000300102112a4420102030405060708090a0b0c000f000472c64bc68008000400000002",
                hex(MsTurn.allocate(ID).bytes()));
    }

    @Test
    void anMs401IsNotPadded() {
        assertEquals(
                "011300432112a4420102030405060708090a0b0c000f000472c64bc60009001100000401556e"
                        + "617574686f72697a65642e00140014303132333435363738396162636465663031323300"
                        + "15000a227274636d6564696122",
                hex(MsTurn.message(Stun.ALLOCATE_ERROR, ID)
                        .errorCode(401, "Unauthorized.")
                        .attribute(0x0014, Bytes.ascii("0123456789abcdef0123"))
                        .attribute(0x0015, Bytes.ascii("\"rtcmedia\""))
                        .bytes()));
    }

    @Test
    void anMsDataIndicationCarriesAPaddedCheckAndNoCookie() {
        byte[] check =
                Stun.bindingRequest(ID).username("AbCd:EfGh").fingerprint().bytes();
        assertEquals(
                "01150044101112131415161718191a1b1c1d1e1f000f000472c64bc6001200080001c364c6"
                        + "3364070013002c000100182112a4420102030405060708090a0b0c000600094162"
                        + "43643a45664768000000802800042dcf9922",
                hex(MsTurn.dataIndication(Bytes.hex("101112131415161718191a1b1c1d1e1f"), "198.51.100.7", 50_020, check)
                        .bytes()));
    }

    @Test
    void anMsAllocateInATcpFrameIsLedByItsLength() {
        assertEquals(
                "02000024000300102112a4420102030405060708090a0b0c000f000472c64bc68008000400000002",
                hex(MsTurn.control(MsTurn.allocate(ID).bytes())));
    }

    @Test
    void aMultiplexedFrameCountsItsSession() {
        assertEquals(
                "ff10002800112233445566770101000c2112a4420102030405060708090a0b0c0020" + "00080001bd52e112a648",
                hex(MsTurn.multiplexed(
                        Bytes.hex("0011223344556677"),
                        Stun.bindingSuccess(ID, "192.0.2.10", 40_000).bytes())));
    }

    @Test
    void thePseudoTlsHelloHas50BytesAndItsAnswer83() {
        assertEquals(50, MsTurn.pseudoTlsHello().length);
        assertEquals(83, MsTurn.pseudoTlsAnswer().length);
        assertEquals("160301004e020000460301", hex(MsTurn.pseudoTlsAnswer()).substring(0, 22));
    }

    @Test
    void anErrorResponseTurnsBothClassBits() {
        assertEquals(
                "0113",
                hex(Stun.error(Stun.ALLOCATE_REQUEST, ID, 401, "").bytes()).substring(0, 4));
        assertEquals(
                "0111",
                hex(Stun.error(Stun.BINDING_REQUEST, ID, 400, "").bytes()).substring(0, 4));
    }

    @Test
    void channelDataIsPaddedOverTcpOnly() {
        assertEquals("40000003010203", hex(Stun.channelData(0x4000, Bytes.hex("010203"), false)));
        assertEquals("4000000301020300", hex(Stun.channelData(0x4000, Bytes.hex("010203"), true)));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
