package org.portwitness.capture.live;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.portwitness.capture.CaptureException;

/** libpcap or Npcap as pcap4j loads it: where it lies, how much it logs, and what to say where it is missing. */
final class PcapLibrary {
    /** Kept, since the logging system forgets what nobody holds. */
    private static final Logger LOG = Logger.getLogger("org.pcap4j");

    private PcapLibrary() {}

    /** To be called before anything of pcap4j is touched. */
    static void prepare() {
        // it logs the beginning and the end of each capture
        LOG.setLevel(Level.WARNING);
        String windows = System.getenv("SystemRoot");
        if (Platform.isWindows() && windows != null) {
            String npcap = Path.of(windows, "System32", "Npcap").toString();
            NativeLibrary.addSearchPath("wpcap", npcap);
            NativeLibrary.addSearchPath("Packet", npcap);
        }
    }

    static CaptureException missing(LinkageError failure) {
        return new CaptureException(
                "libpcap cannot be loaded; install it with \"apt install libpcap0.8\", with \"dnf install libpcap\", or as Npcap"
                        + " on Windows.",
                failure);
    }
}
