package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * STUN messages that carry a packet between a client and its relay: Send and Data indications (RFC 8656 sections 11.1 and 11.5), MS-TURN's Send
 * request and Data Indication. The packet is the value of the DATA attribute.
 */
public final class RelayedData {
    private RelayedData() {}

    /** Where the DATA attribute of a checked message of {@code captured} bytes stands; {@link StunAttributes#NONE} where it relays nothing. */
    public static int find(ByteBuffer bytes, int at, int captured) {
        int type = Stun.type(bytes, at);
        int attributesAt = at + Stun.HEADER_LENGTH;
        int end = at + captured;
        boolean msTurn = StunAttributes.startsWithMagic(bytes, attributesAt, end);
        boolean carries = msTurn
                ? type == Stun.MS_SEND_REQUEST_TYPE || type == Stun.MS_DATA_INDICATION_TYPE
                : Stun.messageClass(type) == Stun.INDICATION
                        && (Stun.method(type) == Stun.SEND || Stun.method(type) == Stun.DATA);
        return carries
                ? StunAttributes.find(bytes, attributesAt, end, StunAttributes.DATA, !msTurn)
                : StunAttributes.NONE;
    }
}
