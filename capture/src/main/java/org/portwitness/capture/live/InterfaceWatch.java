package org.portwitness.capture.live;

import static org.portwitness.capture.live.SocketLayout.FLAG_UP;

import java.util.function.Consumer;

/**
 * Whether an interface is still there, and up; tells the user each time that changes. Linux only; belongs to the reading thread.
 *
 * <p>An interface is known by its number: one that is renamed is the same, one that was taken away and made anew is another.
 */
final class InterfaceWatch {
    private final Device device;
    private final InterfaceQuery query;
    private final Consumer<String> notices;
    private boolean down;
    private boolean gone;

    /** @param socket any socket in the interface's network namespace */
    InterfaceWatch(Device device, int socket, Consumer<String> notices) {
        this.device = device;
        this.notices = notices;
        query = new InterfaceQuery(socket);
    }

    /** Looks; false where the interface is gone. Of {@link Device#ANY} nothing can go. */
    boolean look() {
        if (device.index() == 0 || gone) {
            return !gone;
        }
        String name = query.name(device.index());
        if (name == null) {
            gone = true;
            notices.accept(device.name() + " vanished: the capture ends here.");
            return false;
        }
        int flags = query.flags(name);
        boolean isDown = flags != InterfaceQuery.NONE && (flags & FLAG_UP) == 0;
        if (isDown != down) {
            down = isDown;
            notices.accept(device.name() + (isDown ? " is down: waiting for it to come back." : " is up again."));
        }
        return true;
    }

    boolean isDown() {
        return down;
    }

    /** Why the capture ended, once {@link #look} was false. */
    String end() {
        return device.name() + " vanished";
    }
}
