package org.portwitness.analyzer.ports;

/**
 * The entry of the Office 365 endpoint lists that an address or a name was found in.
 *
 * @param id number of the entry
 * @param needed whether what was found is a service that a room unit needs, and says so clearly enough to count for its rows:
 *     addresses of entries 1, 11, 12, 56 and 59, names of Exchange, Skype and the sign-in
 * @param snapshot date or name of the list
 */
public record EndpointMatch(int id, EndpointArea area, boolean needed, String snapshot) {}
