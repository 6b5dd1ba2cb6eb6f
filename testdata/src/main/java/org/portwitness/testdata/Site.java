package org.portwitness.testdata;

/** Where the hosts of a scenario are: how far, how their packets look at the unit's switch port. */
final class Site {
    private static final String GATEWAY_MAC = "02:00:5e:00:01:01";

    private Site() {}

    /** Only the unit's own subnet is seen with its own MAC addresses; all else comes through the gateway. */
    static String mac(String host) {
        if (host.equals(Scenario.UNIT) || host.startsWith("2001:db8:20:30:")) {
            return Scenario.UNIT_MAC;
        }
        if (host.equals("10.20.30.255") || host.equals("255.255.255.255")) {
            return "ff:ff:ff:ff:ff:ff";
        }
        if (!host.startsWith("10.20.30.") || host.equals(Scenario.GATEWAY)) {
            return GATEWAY_MAC;
        }
        return String.format("02:00:0a:14:1e:%02x", Integer.parseInt(host.substring("10.20.30.".length())));
    }

    static boolean isInside(String host) {
        return host.startsWith("10.20.");
    }

    /** As the packet arrives: the unit is Linux, senders and servers of the site are Windows, the cloud is some hops away. */
    static int ttl(String host) {
        if (mac(host).equals(Scenario.UNIT_MAC)) {
            return 64;
        }
        if (host.startsWith("10.20.30.")) {
            return 128;
        }
        if (host.equals(Scenario.DNS) || host.equals(Scenario.DHCP) || host.equals(Scenario.FIREWALL)) {
            return 63;
        }
        return isInside(host) ? 127 : host.startsWith("203.0.113.") ? 51 : 114;
    }

    /** Nanoseconds there and back, without what chance adds. */
    static long rtt(String host) {
        if (host.startsWith("10.20.30.")) {
            return 300 * Scenario.MICRO;
        }
        return isInside(host) ? 900 * Scenario.MICRO : 21 * Scenario.MILLI;
    }
}
