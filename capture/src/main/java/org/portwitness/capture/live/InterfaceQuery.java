package org.portwitness.capture.live;

import static org.portwitness.capture.live.SocketLayout.*;

import com.sun.jna.Memory;
import java.nio.charset.StandardCharsets;

/** Asks the kernel about interfaces, through any socket; needs no permission. Used by one thread at a time. */
final class InterfaceQuery {
    /** No interface has this; flags and hardware types have 16 bits. */
    static final int NONE = -1;

    private static final int LONGEST_NAME = REQUEST_NAME_BYTES - 1;

    private final int socket;

    InterfaceQuery(int socket) {
        this.socket = socket;
    }

    /** The name of the interface with this number now, null where there is none. */
    String name(int index) {
        try (Memory request = new Memory(REQUEST_BYTES)) {
            request.clear();
            request.setInt(REQUEST_ANSWER_AT, index);
            return LinuxCalls.ioctl(socket, ASK_NAME, request) == 0 ? request.getString(0) : null;
        }
    }

    int flags(String name) {
        return ask(ASK_FLAGS, name);
    }

    int hardwareType(String name) {
        return ask(ASK_HARDWARE, name);
    }

    private int ask(long what, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LONGEST_NAME) {
            return NONE;
        }
        try (Memory request = new Memory(REQUEST_BYTES)) {
            request.clear();
            request.write(0, bytes, 0, bytes.length);
            return LinuxCalls.ioctl(socket, what, request) == 0 ? request.getShort(REQUEST_ANSWER_AT) & 0xffff : NONE;
        }
    }
}
