package org.portwitness.capture.live;

import static org.portwitness.capture.live.SocketLayout.*;

import com.sun.jna.Pointer;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.LinkType;

/** What can be captured from on this machine, as the kernel says on Linux and libpcap elsewhere. */
public final class Devices {
    private Devices() {}

    /**
     * All interfaces, in the system's order; on Linux with {@link Device#ANY} behind them.
     *
     * @throws CaptureException where neither the kernel nor libpcap can be asked
     */
    public static List<Device> list() throws CaptureException {
        return LinuxCalls.areAvailable() ? ofKernel() : PcapDevices.list();
    }

    /**
     * Finds an interface by its name or its number.
     *
     * @throws CaptureException where there is none
     */
    public static Device find(String nameOrIndex) throws CaptureException {
        List<Device> devices = list();
        for (Device device : devices) {
            if (device.name().equals(nameOrIndex)) {
                return device;
            }
        }
        for (Device device : devices) {
            if (device.index() > 0 && Integer.toString(device.index()).equals(nameOrIndex)) {
                return device;
            }
        }
        List<String> names = devices.stream().map(Device::name).toList();
        throw new CaptureException("There is no interface " + nameOrIndex
                + (names.isEmpty() ? "." : "; there are " + String.join(", ", names) + "."));
    }

    private static List<Device> ofKernel() throws CaptureException {
        int socket = LinuxCalls.socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        if (socket < 0) {
            throw new CaptureException(
                    "The interfaces cannot be listed: " + LinuxCalls.text(LinuxCalls.lastError()) + ".");
        }
        try {
            return ofKernel(new InterfaceQuery(socket));
        } finally {
            LinuxCalls.close(socket);
        }
    }

    private static List<Device> ofKernel(InterfaceQuery query) throws CaptureException {
        Pointer list = LinuxCalls.if_nameindex();
        if (list == null) {
            throw new CaptureException(
                    "The interfaces cannot be listed: " + LinuxCalls.text(LinuxCalls.lastError()) + ".");
        }
        try {
            List<Device> devices = new ArrayList<>();
            for (long at = 0; list.getInt(at + NAME_INDEX_AT) != 0; at += NAME_INDEX_BYTES) {
                String name = list.getPointer(at + NAME_POINTER_AT).getString(0);
                devices.add(device(list.getInt(at + NAME_INDEX_AT), name, query));
            }
            devices.add(new Device(0, Device.ANY, List.of(), Device.State.UP, Device.UNKNOWN_LINK_TYPE, false));
            return devices;
        } finally {
            LinuxCalls.if_freenameindex(list);
        }
    }

    private static Device device(int index, String name, InterfaceQuery query) {
        int hardware = query.hardwareType(name);
        return new Device(
                index,
                name,
                addresses(name),
                state(query.flags(name)),
                linkType(hardware),
                hardware == HARDWARE_LOOPBACK);
    }

    static Device.State state(int flags) {
        if (flags == InterfaceQuery.NONE || (flags & FLAG_UP) == 0) {
            return Device.State.DOWN;
        }
        return (flags & FLAG_RUNNING) == 0 ? Device.State.NO_CARRIER : Device.State.UP;
    }

    /** The same as libpcap takes them for; for all others it has rules of its own, and the ring is not used. */
    static int linkType(int hardwareType) {
        return switch (hardwareType) {
            case HARDWARE_ETHERNET, HARDWARE_LOOPBACK -> LinkType.ETHERNET;
            case HARDWARE_RAW_IP, HARDWARE_TUNNEL, HARDWARE_SIT, HARDWARE_NONE -> LinkType.RAW;
            default -> Device.UNKNOWN_LINK_TYPE;
        };
    }

    private static List<String> addresses(String name) {
        try {
            NetworkInterface networkInterface = NetworkInterface.getByName(name);
            return networkInterface == null
                    ? List.of()
                    : networkInterface.getInterfaceAddresses().stream()
                            .map(InterfaceAddress::getAddress)
                            .map(Devices::text)
                            .toList();
        } catch (SocketException e) {
            return List.of(); // it has none that could be told
        }
    }

    static String text(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }
}
