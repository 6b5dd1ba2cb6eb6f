package org.portwitness.analyzer.content;

/**
 * What is known of one connection's content. While it is <em>live</em> both directions are put in order and read; afterwards only what was
 * found remains.
 */
final class Watch {
    /** What becomes of a live watch when its reading has enough. */
    enum Next {
        /** Go on. */
        READ,
        /** Nothing more is to be learned from this connection. */
        SETTLE,
        /** Back to looking at how segments begin. */
        SCAN
    }

    final int number;
    int flow;
    boolean clientIsOpener;

    /** Null unless live. */
    Side opener;

    Side responder;
    Reading reading;
    Next next = Next.READ;

    /** Null where no ClientHello was begun. */
    TlsHandshake tls;

    /** Null without HTTP. */
    HttpExchange http;

    /** The client sent the fake hello of MS-TURN. */
    boolean pseudoTls;

    /** Neighbours among the live watches, idlest first. */
    Watch idler;

    Watch busier;

    Watch(int number) {
        this.number = number;
    }

    boolean isDone() {
        return next != Next.READ;
    }

    boolean isLive() {
        return opener != null;
    }

    Side side(boolean ofOpener) {
        return ofOpener ? opener : responder;
    }

    Side server() {
        return side(!clientIsOpener);
    }

    Side client() {
        return side(clientIsOpener);
    }

    void clear() {
        tls = null;
        http = null;
        pseudoTls = false;
        reading = null;
        next = Next.READ;
    }
}
