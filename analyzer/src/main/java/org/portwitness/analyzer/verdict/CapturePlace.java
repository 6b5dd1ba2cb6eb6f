package org.portwitness.analyzer.verdict;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.HardwareAddress;
import org.portwitness.analyzer.report.Report;

/**
 * On which side of the site's firewall the capture was taken, and so what a silence in it means. Units' private addresses tell that no NAT lies
 * between; an untouched hop limit, that no router does. Where neither is seen, nothing is claimed.
 */
final class CapturePlace {
    private final Units units;

    /** Devices, each by the address that is judged, of which a private address was seen. */
    private final Set<Address> withPrivate = new HashSet<>();

    /** Routers that packets of a device passed before they came here, where their TTL or hop limit tells. */
    private final Map<Address, Integer> hops = new HashMap<>();

    CapturePlace(Units units, Iterable<HardwareAddress> senders) {
        this.units = units;
        for (Address address : units.addresses()) {
            if (address.isPrivate()) {
                withPrivate.add(units.judged(address));
            }
        }
        for (HardwareAddress sender : senders) {
            int passed = Distances.hops(sender.ttl());
            if (passed >= 0 && units.contains(sender.address())) {
                hops.merge(units.judged(sender.address()), passed, Math::max);
            }
        }
    }

    Report.CapturePoint inReport() {
        List<Address> judged = units.judged();
        if (judged.isEmpty()) {
            return new Report.CapturePoint(
                    "unknown", "No unit was found, so it cannot be told where the capture was taken.");
        }
        if (withPrivate.containsAll(judged)) {
            return new Report.CapturePoint(
                    "unit-side",
                    "Taken on the unit's side of the site's firewall: the unit's own addresses are seen. A silence"
                            + " means that the request was lost beyond this point, or the answer on its way back.");
        }
        if (judged.stream().allMatch(unit -> withPrivate.contains(unit) || isOnTheNetworkOf(unit))) {
            return new Report.CapturePoint(
                    "unit-side",
                    "Taken on the unit's side of the site's firewall: its packets come with an untouched hop limit, so no router"
                            + " lies between. A silence means that the request was lost beyond this point, or the answer on"
                            + " its way back.");
        }
        if (!units.areEveryClient() && units.addresses().stream().allMatch(a -> a.isIpv4() && !a.isPrivate())) {
            return new Report.CapturePoint(
                    "beyond-nat",
                    "Probably taken beyond a NAT: only public addresses stand for the unit. What the site's own"
                            + " firewall dropped is not in the capture; a silence belongs to somebody further out.");
        }
        return new Report.CapturePoint(
                "unknown", "It cannot be told on which side of the site's firewall the capture was taken" + farAway());
    }

    /** Of IPv6 alone: a public address of IPv4 may be that of a gateway or proxy, whose own packets begin with a full TTL too. */
    private boolean isOnTheNetworkOf(Address unit) {
        return !unit.isIpv4() && hops.getOrDefault(unit, -1) == 0;
    }

    private String farAway() {
        int far = hops.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return far == 0
                ? "."
                : ": packets of the " + (units.judged().size() == 1 ? "unit" : "units") + " passed about "
                        + Words.count(far, "routers")
                        + " before it, and whether the firewall is among them does not show.";
    }
}
