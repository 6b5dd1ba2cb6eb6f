package org.portwitness.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Where one result goes: a file, or standard output. A file is opened before the analysis starts, so that a path that cannot be
 * written costs no time, but what it held stays until there is something to put in its place.
 */
final class ResultFile implements AutoCloseable {
    static final String STANDARD_OUTPUT = "-";

    /** Writes the whole result. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private final String name;
    private final OutputStream standardOutput;
    private final FileChannel channel;
    /** The file where this run made it, to be taken away again when nothing is written. */
    private Path made;

    /** Whether something was written; before, a file still has what it held. */
    private boolean begun;

    private ResultFile(String name, OutputStream standardOutput, FileChannel channel, Path made) {
        this.name = name;
        this.standardOutput = standardOutput;
        this.channel = channel;
        this.made = made;
    }

    static ResultFile onStandardOutput(Console console) {
        return new ResultFile("standard output", console.out(), null, null);
    }

    /**
     * @param option as the user wrote it, for the message
     * @param sources the captures, none of which may be written over
     */
    static ResultFile open(String option, String target, List<String> sources, Console console) throws UsageException {
        if (target.equals(STANDARD_OUTPUT)) {
            return onStandardOutput(console);
        }
        try {
            Path path = Path.of(target);
            boolean existed = Files.exists(path);
            if (existed) {
                refuseSources(option, path, sources);
            }
            FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
            return new ResultFile(target, null, channel, existed ? null : path);
        } catch (InvalidPathException | IOException e) {
            throw new UsageException(option + ": cannot write " + target + ": " + reason(e));
        }
    }

    private static void refuseSources(String option, Path path, List<String> sources)
            throws IOException, UsageException {
        for (String source : sources) {
            Path capture = Path.of(source);
            if (Files.isRegularFile(capture) && Files.isSameFile(capture, path)) {
                throw new UsageException(option + ": " + path + " is one of the captures and is not written over");
            }
        }
    }

    private static String reason(Exception failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NoSuchFileException) {
            return "there is no such folder";
        }
        if (failure instanceof FileSystemException e && e.getReason() != null) {
            return e.getReason();
        }
        return failure.getMessage();
    }

    /** Whether several results can go there without one overwriting the other: a device or a pipe, such as {@code /dev/null}. */
    static boolean takesAnything(String target) {
        if (target.equals(STANDARD_OUTPUT)) {
            return false;
        }
        try {
            Path path = Path.of(target);
            return Files.exists(path) && !Files.isRegularFile(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    boolean isStandardOutput() {
        return standardOutput != null;
    }

    void write(Content content) throws OutputException {
        try {
            if (isStandardOutput()) {
                toStandardOutput(content); // the reader has seen enough, as head does
            } else {
                toFile(content);
            }
        } catch (IOException e) {
            throw new OutputException(name, e);
        }
    }

    /**
     * Writes another part of the result, for readers that do not wait for the end.
     *
     * @return false where nobody reads standard output any more
     */
    boolean append(Content part) throws OutputException {
        try {
            if (isStandardOutput()) {
                return toStandardOutput(part);
            }
            toFile(part);
            return true;
        } catch (IOException e) {
            throw new OutputException(name, e);
        }
    }

    private void toFile(Content content) throws IOException {
        made = null;
        // what is no file (a pipe, /dev/null) has no length to give up
        if (!begun && channel.size() > 0) {
            channel.truncate(0);
        }
        begun = true;
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        content.writeTo(out);
        out.flush();
    }

    private boolean toStandardOutput(Content content) throws IOException {
        try {
            content.writeTo(standardOutput);
            standardOutput.flush();
            return true;
        } catch (IOException e) {
            if (!"Broken pipe".equals(e.getMessage())) {
                throw e;
            }
            return false;
        }
    }

    /** Takes away a file that this run made and wrote nothing to. */
    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
            if (made != null) {
                Files.deleteIfExists(made);
            }
        } catch (IOException e) {
            // an empty file stays behind, which harms nobody
            made = null;
        }
    }
}
