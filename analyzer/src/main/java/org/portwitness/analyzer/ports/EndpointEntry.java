package org.portwitness.analyzer.ports;

import java.util.List;

/**
 * One entry of Microsoft's list of Office 365 endpoints.
 *
 * @param id the same service keeps it from one list to the next; 11 is media
 * @param serviceArea {@code Common}, {@code Exchange}, {@code SharePoint}, {@code Skype}; others may come
 * @param urls names and patterns; those that can be no name are left out
 * @param ips address blocks as written
 * @param tcpPorts null where the entry has none
 * @param category {@code Optimize}, {@code Allow} or {@code Default}; empty where it is missing
 */
record EndpointEntry(
        int id,
        String serviceArea,
        List<NamePattern> urls,
        List<AddressRange> ips,
        PortSet tcpPorts,
        PortSet udpPorts,
        String category,
        boolean required) {}
