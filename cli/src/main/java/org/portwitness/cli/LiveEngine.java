package org.portwitness.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.portwitness.analyzer.SettingsException;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.file.KeepingSource;
import org.portwitness.capture.file.PacketFiles;
import org.portwitness.capture.filter.FilterException;
import org.portwitness.capture.filter.LiveFilter;
import org.portwitness.capture.live.CapturePermission;
import org.portwitness.capture.live.Device;
import org.portwitness.capture.live.Devices;
import org.portwitness.capture.live.LiveCapture;
import org.portwitness.capture.live.LiveSettings;
import org.portwitness.capture.live.LiveSettings.EngineChoice;
import org.portwitness.capture.live.LiveSource;
import org.portwitness.capture.live.SocketFilter;
import org.portwitness.cli.render.InterfacesText;

/** The real interfaces. */
final class LiveEngine {
    private final Consumer<String> notices;

    /** @param notices gets a sentence for what happens to an interface while it is captured from */
    LiveEngine(Consumer<String> notices) {
        this.notices = notices;
    }

    Engine.Interfaces interfaces() throws CaptureException {
        List<InterfacesText.Line> lines = new ArrayList<>();
        for (Device device : Devices.list()) {
            lines.add(new InterfacesText.Line(
                    device.index(),
                    device.name(),
                    device.state().text(),
                    device.linkTypeName(),
                    // as every other place writes them
                    device.addresses().stream()
                            .map(address -> Address.parse(address).toString())
                            .toList()));
        }
        return new Engine.Interfaces(lines, CapturePermission.lacking().orElse(null));
    }

    Engine.Listening listen(LiveRequest request, OutputStream standardOutput)
            throws CaptureException, SettingsException, UsageException {
        Device device = Devices.find(request.interfaceName());
        LiveSettings settings = new LiveSettings(
                engine(request.engine()),
                request.snapLength(),
                request.promiscuous(),
                request.bufferMebibytes(),
                filter(request, device));
        LiveCapture capture = LiveCapture.open(device, settings, notices);
        LiveSource source = capture.source();
        try {
            if (request.keep() == null) {
                return new Engine.Listening(source, capture.description(), source::onPause);
            }
            KeepingSource keeping = keeping(source, request, device, standardOutput);
            source.onPause(keeping::flush);
            return new Engine.Listening(
                    keeping,
                    capture.description(),
                    task -> source.onPause(() -> {
                        keeping.flush();
                        task.run();
                    }));
        } catch (UsageException e) {
            capture.close();
            throw e;
        }
    }

    private static EngineChoice engine(LiveRequest.Way way) {
        return switch (way) {
            case AUTO -> EngineChoice.AUTO;
            case AFPACKET -> EngineChoice.AFPACKET;
            case PCAP -> EngineChoice.PCAP;
        };
    }

    private static SocketFilter filter(LiveRequest request, Device device) throws SettingsException {
        if (request.filter() == null) {
            return null;
        }
        try {
            return LiveFilter.compile(request.filter(), device.filterLinkType(), request.snapLength());
        } catch (FilterException e) {
            throw new SettingsException("--filter: " + e.getMessage());
        }
    }

    private KeepingSource keeping(LiveSource source, LiveRequest request, Device device, OutputStream standardOutput)
            throws UsageException {
        LiveRequest.Keep keep = request.keep();
        String name = keep.target() == null ? "standard output" : keep.target().toString();
        try {
            PacketFiles files = keep.target() == null
                    ? PacketFiles.into(standardOutput, device.name(), request.snapLength())
                    : PacketFiles.open(
                            keep.target(),
                            new PacketFiles.Rotation(keep.bytes(), keep.nanos(), keep.files()),
                            device.name(),
                            request.snapLength());
            return new KeepingSource(source, files, name, notices);
        } catch (IOException e) {
            throw new UsageException("--write: cannot write " + name + ": " + reason(e));
        }
    }

    private static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        return failure instanceof NoSuchFileException ? "there is no such folder" : failure.getMessage();
    }
}
