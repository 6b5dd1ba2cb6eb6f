package org.portwitness.testdata;

import java.util.ArrayList;
import java.util.List;

/** DNS messages (RFC 1035). Names in answers point back to the question or are spelled out, as servers do both. */
public final class Dns {
    public static final int A = 1;
    public static final int CNAME = 5;
    public static final int AAAA = 28;
    public static final int NO_ERROR = 0;
    public static final int SERVFAIL = 2;
    public static final int NXDOMAIN = 3;
    public static final int REFUSED = 5;

    private final int id;
    private final String name;
    private final int type;
    private final int flags;
    private final List<byte[]> answers = new ArrayList<>();

    private Dns(int id, String name, int type, int flags) {
        this.id = id;
        this.name = name;
        this.type = type;
        this.flags = flags;
    }

    public static byte[] query(int id, String name, int type) {
        return new Dns(id, name, type, 0x0100).bytes();
    }

    /** An answer; add records and end with {@link #bytes}. */
    public static Dns answer(int id, String name, int type) {
        return new Dns(id, name, type, 0x8180);
    }

    /** An answer without records that tells why, for example {@link #SERVFAIL}. */
    public static byte[] failure(int id, String name, int type, int code) {
        return new Dns(id, name, type, 0x8180 | code).bytes();
    }

    /** An A or AAAA record for the name that was asked for. */
    public Dns address(String address) {
        return address(null, address);
    }

    /** An A or AAAA record for another name, the end of a chain of aliases. */
    public Dns address(String owner, String address) {
        byte[] value = Bytes.address(address);
        return add(owner, value.length == 4 ? A : AAAA, value);
    }

    /** Says that {@code alias} is another name; null is the name that was asked for. */
    public Dns cname(String alias, String canonical) {
        return add(alias, CNAME, labels(canonical));
    }

    public byte[] bytes() {
        Bytes message = Bytes.start()
                .u16(id)
                .u16(flags)
                .u16(1)
                .u16(answers.size())
                .u16(0)
                .u16(0)
                .raw(labels(name))
                .u16(type)
                .u16(1);
        answers.forEach(message::raw);
        return message.toArray();
    }

    /** A message as it goes over TCP: its length in front. */
    public static byte[] overTcp(byte[] message) {
        return Bytes.start().u16(message.length).raw(message).toArray();
    }

    private Dns add(String owner, int recordType, byte[] value) {
        Bytes record = Bytes.start();
        if (owner == null) {
            record.u16(0xC00C);
        } else {
            record.raw(labels(owner));
        }
        answers.add(record.u16(recordType)
                .u16(1)
                .u32(300)
                .u16(value.length)
                .raw(value)
                .toArray());
        return this;
    }

    private static byte[] labels(String name) {
        Bytes labels = Bytes.start();
        for (String label : name.split("\\.", -1)) {
            labels.u8(label.length()).text(label);
        }
        return labels.u8(0).toArray();
    }
}
