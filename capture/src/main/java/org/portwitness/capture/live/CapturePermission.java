package org.portwitness.capture.live;

import static org.portwitness.capture.live.SocketLayout.*;

import com.sun.jna.Platform;
import java.util.Optional;

/** Whether this process may capture, and what would let it. */
public final class CapturePermission {
    private CapturePermission() {}

    /**
     * One sentence with the command that grants the permission; empty where there is nothing to grant, or where only opening an interface
     * would tell.
     */
    public static Optional<String> lacking() {
        if (!LinuxCalls.areAvailable()) {
            return Optional.empty();
        }
        int socket = LinuxCalls.socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
        if (socket >= 0) {
            LinuxCalls.close(socket);
            return Optional.empty();
        }
        int error = LinuxCalls.lastError();
        return isRefusal(error) ? Optional.of(hint()) : Optional.empty();
    }

    static boolean isRefusal(int error) {
        return error == LinuxCalls.NO_PERMISSION || error == LinuxCalls.ACCESS_DENIED;
    }

    static String hint() {
        return hint(Platform.isLinux(), System.getProperty("jpackage.app-path"));
    }

    /**
     * @param launcher the packaged program's own launcher, null where a Java installation runs it. A capability on {@code java} itself
     *     is of no use: the loader then ignores where its libraries are, and it does not start
     */
    static String hint(boolean linux, String launcher) {
        if (!linux) {
            return "You may not capture here; run it as administrator, or with read access to /dev/bpf* on macOS and BSD.";
        }
        if (launcher != null) {
            return "You may not capture here; this grants it: sudo setcap cap_net_raw=ep " + launcher;
        }
        return "You may not capture here; this grants it for one run: sudo setpriv --reuid=$(id -u) --regid=$(id -g)"
                + " --init-groups --inh-caps=+net_raw --ambient-caps=+net_raw ./portwitness live -i INTERFACE";
    }
}
