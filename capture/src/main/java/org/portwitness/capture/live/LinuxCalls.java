package org.portwitness.capture.live;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * The calls to Linux that a packet ring needs, by JNA's direct mapping. Loading this class fails with an {@link UnsatisfiedLinkError}
 * where JNA cannot work; {@link #areAvailable} asks without failing.
 */
final class LinuxCalls {
    static final int NO_PERMISSION = 1; // EPERM
    static final int INTERRUPTED = 4; // EINTR
    static final int OUT_OF_MEMORY = 12; // ENOMEM
    static final int ACCESS_DENIED = 13; // EACCES
    static final int NO_DEVICE = 19; // ENODEV
    static final int INVALID_ARGUMENT = 22; // EINVAL
    static final int NETWORK_DOWN = 100; // ENETDOWN

    private static final boolean AVAILABLE = register();

    private LinuxCalls() {}

    /** The layouts and numbers used here are those of 64-bit x86 and ARM; others have some of them different. */
    private static boolean register() {
        try {
            String machine = System.getProperty("os.arch", "");
            if (!Platform.isLinux()
                    || Native.POINTER_SIZE != 8
                    || !(machine.equals("amd64") || machine.equals("aarch64"))) {
                return false;
            }
            Native.register(LinuxCalls.class, Platform.C_LIBRARY_NAME);
            return true;
        } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
            return false;
        }
    }

    static boolean areAvailable() {
        return AVAILABLE;
    }

    /** What failed last on this thread, as a number. */
    static int lastError() {
        return Native.getLastError();
    }

    /** What an error number means, in the C library's words. */
    static String text(int error) {
        return strerror(error) + " (error " + error + ")";
    }

    /** int socket(int domain, int type, int protocol) */
    static native int socket(int domain, int type, int protocol);

    /** int setsockopt(int socket, int level, int name, const void *value, socklen_t length) */
    static native int setsockopt(int socket, int level, int name, Pointer value, int length);

    /** int getsockopt(int socket, int level, int name, void *value, socklen_t *length) */
    static native int getsockopt(int socket, int level, int name, Pointer value, Pointer length);

    /** int bind(int socket, const struct sockaddr *address, socklen_t length) */
    static native int bind(int socket, Pointer address, int length);

    /** void *mmap(void *wish, size_t length, int protection, int flags, int file, off_t offset); −1 where it fails */
    static native Pointer mmap(Pointer wish, long length, int protection, int flags, int file, long offset);

    /** int munmap(void *address, size_t length) */
    static native int munmap(Pointer address, long length);

    /** int poll(struct pollfd *files, nfds_t count, int milliseconds) */
    static native int poll(Pointer files, long count, int milliseconds);

    /** int eventfd(unsigned int value, int flags) */
    static native int eventfd(int value, int flags);

    /** ssize_t write(int file, const void *bytes, size_t length) */
    static native long write(int file, Pointer bytes, long length);

    /** ssize_t read(int file, void *bytes, size_t length) */
    static native long read(int file, Pointer bytes, long length);

    /** int ioctl(int file, unsigned long request, void *argument) */
    static native int ioctl(int file, long request, Pointer argument);

    /** int close(int file) */
    static native int close(int file);

    /** struct if_nameindex *if_nameindex(void) */
    static native Pointer if_nameindex();

    /** void if_freenameindex(struct if_nameindex *list) */
    static native void if_freenameindex(Pointer list);

    private static native String strerror(int error);

    static int setOption(int socket, int level, int name, int value) {
        try (Memory word = new Memory(Integer.BYTES)) {
            word.setInt(0, value);
            return setsockopt(socket, level, name, word, Integer.BYTES);
        }
    }

    /**
     * Asks for an option of one word.
     *
     * @param value put there before, for the options that take a question; replaced by the answer
     * @return the answer, or {@code missing} where there is none
     */
    static int option(int socket, int level, int name, int value, int missing) {
        try (Memory word = new Memory(Integer.BYTES);
                Memory length = new Memory(Integer.BYTES)) {
            word.setInt(0, value);
            length.setInt(0, Integer.BYTES);
            return getsockopt(socket, level, name, word, length) == 0 ? word.getInt(0) : missing;
        }
    }
}
