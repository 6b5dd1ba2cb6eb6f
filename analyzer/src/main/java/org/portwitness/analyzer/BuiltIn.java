package org.portwitness.analyzer;

import org.portwitness.analyzer.ports.Endpoints;
import org.portwitness.analyzer.ports.PortTables;

/** The tables that come with the program. Whoever touches this class first begins to load them, for as long as the program runs. */
final class BuiltIn {
    static final Loading<PortTables> TABLES = Loading.begun("port tables", PortTables::builtIn);
    static final Loading<Endpoints> ENDPOINTS = Loading.begun("endpoints", Endpoints::builtIn);

    private BuiltIn() {}

    static void begin() {
        // being called is enough: it makes the fields above
    }
}
