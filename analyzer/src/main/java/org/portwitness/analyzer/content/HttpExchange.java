package org.portwitness.analyzer.content;

import java.util.ArrayList;
import java.util.List;
import org.portwitness.analyzer.evidence.TcpContent;

/** The first request of an HTTP connection and the status codes that came back. */
final class HttpExchange {
    private static final int MOST_STATUSES = 8;

    private String method;
    private int host = NameTable.NONE;
    private int connectHost = NameTable.NONE;
    private int connectPort;
    private final short[] statuses = new short[MOST_STATUSES];
    private int statusCount;
    private int lastStatusSequence;

    boolean hasRequest() {
        return method != null;
    }

    void onRequest(String requestMethod, int hostName, int connectName, int port) {
        method = requestMethod;
        host = hostName;
        connectHost = connectName;
        connectPort = port;
    }

    /** An answer that begins at that sequence number; the same one again is not counted. */
    void onStatus(int status, int sequence) {
        if (statusCount > 0 && sequence - lastStatusSequence <= 0) {
            return;
        }
        lastStatusSequence = sequence;
        if (statusCount < MOST_STATUSES) {
            statuses[statusCount++] = (short) status;
        }
    }

    TcpContent.Http toEvidence(NameTable hosts) {
        List<Integer> codes = new ArrayList<>(statusCount);
        for (int i = 0; i < statusCount; i++) {
            codes.add((int) statuses[i]);
        }
        return new TcpContent.Http(hosts.text(host), method, hosts.text(connectHost), connectPort, List.copyOf(codes));
    }
}
