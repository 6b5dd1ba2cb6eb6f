package org.portwitness.analyzer.ports;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.portwitness.analyzer.evidence.Address;

/**
 * What belongs to Office 365, by address and by name, and which addresses a firewall should permit.
 *
 * <p>A capture can be years old, so all lists together recognise a server; a firewall is changed today, so only the newest list is
 * advised. A list that the user gives replaces the built-in ones for both. Immutable; any thread may ask.
 *
 * <p>Source: Microsoft's endpoint web service; entry numbers keep their meaning from list to list.
 */
public final class Endpoints {
    /** Media: UDP 3478 to 3481. */
    private static final int MEDIA_ENTRY = 11;
    /** Entries with addresses that decide a service, best first: Skype, Exchange, sign-in, then all others. */
    private static final int LAST_RANK = 3;

    /** Newest first. */
    private static final List<String> BUILT_IN_DATES = List.of("2023-07-31", "2018-10-01");

    private final String version;
    private final AddressRanges<Void> media;
    /** In the order in which they are asked: an address that serves several is taken for what a room unit wants of it. */
    private final List<AddressRanges<EndpointMatch>> byAddress;

    private final NamePatterns<EndpointMatch> names;
    private final NamePatterns<EndpointMatch> optionalWildcards;
    private final List<AddressRange> adviceMedia;
    private final List<AddressRange> adviceWeb;
    private final List<NamePattern> adviceNames;
    private final List<AddressRanges<EndpointMatch>> newestByAddress;

    private record Snapshot(String date, List<EndpointEntry> entries) {}

    private Endpoints(String version, List<Snapshot> newestFirst) {
        this.version = version;
        AddressRanges.Builder<Void> mediaBuilder = new AddressRanges.Builder<>();
        List<AddressRanges.Builder<EndpointMatch>> addressBuilders = builders();
        NamePatterns.Builder<EndpointMatch> nameBuilder = new NamePatterns.Builder<>();
        NamePatterns.Builder<EndpointMatch> wildcardBuilder = new NamePatterns.Builder<>();
        for (Snapshot snapshot : newestFirst) {
            for (EndpointEntry entry : snapshot.entries()) {
                int rank = rank(entry.id());
                EndpointArea area = EndpointArea.of(entry);
                EndpointMatch match = new EndpointMatch(entry.id(), area, rank < LAST_RANK, snapshot.date());
                for (AddressRange range : entry.ips()) {
                    addressBuilders.get(rank).add(range, match);
                    if (entry.id() == MEDIA_ENTRY) {
                        mediaBuilder.add(range, null);
                    }
                }
                for (NamePattern url : entry.urls()) {
                    boolean weak = !url.isExact() && !entry.required();
                    // *.windows.net, *.msecnd.net and their like carry much more than the sign-in
                    boolean needed = area.isNeededByUnits() && !(weak && area == EndpointArea.AZURE_AD);
                    (weak ? wildcardBuilder : nameBuilder)
                            .add(url, new EndpointMatch(entry.id(), area, needed, snapshot.date()));
                }
            }
        }
        media = mediaBuilder.build();
        byAddress = built(addressBuilders);
        names = nameBuilder.build();
        optionalWildcards = wildcardBuilder.build();

        List<AddressRanges.Builder<EndpointMatch>> newestBuilders = builders();
        List<AddressRange> mediaRanges = new ArrayList<>();
        List<AddressRange> webRanges = new ArrayList<>();
        Set<NamePattern> webNames = new LinkedHashSet<>();
        for (EndpointEntry entry : newestFirst.get(0).entries()) {
            int rank = rank(entry.id());
            for (AddressRange range : entry.ips()) {
                newestBuilders.get(rank).add(range, null);
            }
            if (entry.id() == MEDIA_ENTRY) {
                mediaRanges.addAll(entry.ips());
            } else if (rank < LAST_RANK
                    && entry.tcpPorts() != null
                    && entry.tcpPorts().contains(443)) {
                webRanges.addAll(entry.ips());
                webNames.addAll(entry.urls());
            }
        }
        newestByAddress = built(newestBuilders);
        adviceMedia = merged(mediaRanges);
        adviceWeb = merged(webRanges);
        adviceNames = List.copyOf(webNames);
    }

    private static int rank(int id) {
        return switch (id) {
            case 11, 12 -> 0;
            case 1 -> 1;
            case 56, 59 -> 2;
            default -> LAST_RANK;
        };
    }

    private static List<AddressRanges.Builder<EndpointMatch>> builders() {
        List<AddressRanges.Builder<EndpointMatch>> list = new ArrayList<>();
        for (int rank = 0; rank <= LAST_RANK; rank++) {
            list.add(new AddressRanges.Builder<>());
        }
        return list;
    }

    private static List<AddressRanges<EndpointMatch>> built(List<AddressRanges.Builder<EndpointMatch>> builders) {
        List<AddressRanges<EndpointMatch>> list = new ArrayList<>();
        for (AddressRanges.Builder<EndpointMatch> builder : builders) {
            list.add(builder.build());
        }
        return list;
    }

    /** Without blocks that lie inside others, IPv4 first, ascending. */
    private static List<AddressRange> merged(List<AddressRange> ranges) {
        List<AddressRange> sorted = new ArrayList<>(ranges);
        Collections.sort(sorted);
        List<AddressRange> merged = new ArrayList<>();
        for (AddressRange range : sorted) {
            if (merged.isEmpty() || !merged.get(merged.size() - 1).contains(range)) {
                merged.add(range);
            }
        }
        return List.copyOf(merged);
    }

    /** The lists that come with the program. */
    public static Endpoints builtIn() {
        List<Snapshot> snapshots = new ArrayList<>();
        for (String date : BUILT_IN_DATES) {
            String file = "o365-endpoints-" + date + ".json";
            try (InputStream resource = Endpoints.class.getResourceAsStream(file)) {
                if (resource == null) {
                    throw new IllegalStateException("The built-in endpoint list " + file + " is missing.");
                }
                snapshots.add(new Snapshot(date, EndpointJson.read(file, resource.readAllBytes())));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (EndpointsException e) {
                throw new IllegalStateException("The built-in endpoint list is damaged: " + e.getMessage(), e);
            }
        }
        return new Endpoints(BUILT_IN_DATES.get(0) + " (and " + BUILT_IN_DATES.get(1) + " to recognise)", snapshots);
    }

    /**
     * A list as Microsoft's web service gives it, in place of the built-in ones.
     *
     * @param sourceName how complaints and the report call it
     */
    public static Endpoints read(String sourceName, byte[] json) throws EndpointsException {
        return new Endpoints(sourceName, List.of(new Snapshot(sourceName, EndpointJson.read(sourceName, json))));
    }

    /** Dates of the built-in lists, or the name of the list that was given; for the report. */
    public String version() {
        return version;
    }

    /** The service behind an address; null outside Office 365. */
    public EndpointMatch areaOf(Address address) {
        for (AddressRanges<EndpointMatch> ranges : byAddress) {
            AddressRanges.Match<EndpointMatch> match = ranges.find(address);
            if (match != null) {
                return match.value();
            }
        }
        return null;
    }

    /**
     * The service behind a name; null outside Office 365. The longest matching name wins, but wildcards of optional entries, such
     * as {@code *.microsoft.com}, lose against all others.
     */
    public EndpointMatch areaOfName(String name) {
        NamePatterns.Match<EndpointMatch> match = names.find(name);
        if (match == null) {
            match = optionalWildcards.find(name);
        }
        return match == null ? null : match.value();
    }

    /** Whether media servers of Office 365 have, or in an older list had, that address. */
    public boolean isMedia(Address address) {
        return media.contains(address);
    }

    /** Where media must be permitted today, for advice. */
    public List<AddressRange> mediaRanges() {
        return adviceMedia;
    }

    /** Where a row's traffic must be permitted today, for advice. */
    public List<AddressRange> rangesForAdvice(EndpointKind kind) {
        return kind == EndpointKind.MEDIA ? adviceMedia : adviceWeb;
    }

    /** Names that must be permitted today, for advice; media has none. */
    public List<NamePattern> namesForAdvice(EndpointKind kind) {
        return kind == EndpointKind.MEDIA ? List.of() : adviceNames;
    }

    /** The block of the newest list that a peer lies in; null where it lies in none, whatever older lists say. */
    public AddressRange newestCovering(Address address) {
        for (AddressRanges<EndpointMatch> ranges : newestByAddress) {
            AddressRanges.Match<EndpointMatch> match = ranges.find(address);
            if (match != null) {
                return match.range();
            }
        }
        return null;
    }
}
