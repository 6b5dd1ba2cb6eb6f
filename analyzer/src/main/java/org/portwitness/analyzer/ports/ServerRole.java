package org.portwitness.analyzer.ports;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.portwitness.analyzer.evidence.Address;

/**
 * Who plays a role, as the user says with {@code --server}: by address or by name.
 *
 * @param range the servers' addresses; null where a name is given
 * @param name the servers' name; null where addresses are given
 */
public record ServerRole(Role role, AddressRange range, NamePattern name) {
    /** Roles that a user can give to a server. */
    public static final List<Role> GIVEN =
            List.of(Role.SFB, Role.EDGE, Role.WEBCONF, Role.EXCHANGE, Role.OFFICE365, Role.KICKLE);

    /**
     * Reads {@code ROLE=ADDRESS}, {@code ROLE=CIDR} or {@code ROLE=NAME}, such as {@code sfb=10.0.0.0/8} or
     * {@code exchange=*.mail.example.com}.
     *
     * @throws IllegalArgumentException where the text is none of them, with a sentence for the user
     */
    public static ServerRole parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException("Server \"" + text
                    + "\" has no role; write ROLE=ADDRESS, ROLE=CIDR or ROLE=NAME, such as sfb=10.0.0.0/8.");
        }
        String word = text.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        String server = text.substring(equals + 1).strip();
        Role role = Arrays.stream(Role.values())
                .filter(value -> value.text().equals(word) && GIVEN.contains(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Server \"" + text + "\" has the role \"" + word
                        + "\", which is unknown; the roles are "
                        + GIVEN.stream().map(Role::text).collect(Collectors.joining(", ")) + "."));
        AddressRange range = AddressText.range(server);
        if (range != null) {
            return new ServerRole(role, range, null);
        }
        try {
            return new ServerRole(role, null, NamePattern.parse(server));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Server \"" + text + "\" names neither an address, nor a block such as 10.0.0.0/8, nor a host name"
                            + " such as sip.example.com or *.example.com.",
                    e);
        }
    }

    public boolean matches(Address address) {
        return range != null && range.contains(address);
    }

    public boolean matches(String host) {
        return name != null && name.matches(host);
    }
}
