package org.portwitness.capture.live;

import java.util.ArrayList;
import java.util.List;
import org.pcap4j.core.PcapAddress;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface;
import org.pcap4j.core.Pcaps;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.LinkType;

/** Interfaces as libpcap or Npcap lists them; their numbers are their places in that list. */
final class PcapDevices {
    private PcapDevices() {}

    static List<Device> list() throws CaptureException {
        PcapLibrary.prepare();
        try {
            List<Device> devices = new ArrayList<>();
            for (PcapNetworkInterface found : Pcaps.findAllDevs()) {
                devices.add(new Device(
                        devices.size() + 1,
                        found.getName(),
                        found.getAddresses().stream()
                                .map(PcapAddress::getAddress)
                                .filter(address -> address != null)
                                .map(Devices::text)
                                .toList(),
                        found.isUp() || found.isRunning() ? Device.State.UP : Device.State.DOWN,
                        found.isLoopBack() ? Device.UNKNOWN_LINK_TYPE : LinkType.ETHERNET,
                        found.isLoopBack()));
            }
            return devices;
        } catch (PcapNativeException e) {
            throw new CaptureException("The interfaces cannot be listed: " + e.getMessage() + ".", e);
        } catch (LinkageError e) {
            throw PcapLibrary.missing(e);
        }
    }
}
