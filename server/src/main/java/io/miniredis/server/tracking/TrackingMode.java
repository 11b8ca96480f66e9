package io.miniredis.server.tracking;

/** Of which keys a client hears. */
public enum TrackingMode {
    /** Of those it has read. */
    DEFAULT("on"),
    /** Of those it has read by commands after CLIENT CACHING YES. */
    OPT_IN("optin"),
    /** Of those it has read, but not by commands after CLIENT CACHING NO. */
    OPT_OUT("optout"),
    /** Of all that begin with one of its prefixes. */
    BROADCAST("bcast");

    private final String wireName;

    TrackingMode(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
