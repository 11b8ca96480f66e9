package io.miniredis.server.tracking;

import io.miniredis.datastructures.ByteString;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a client said with CLIENT TRACKING ON. Belongs to its client, which has none while it tracks nothing. Confined
 * to the main thread.
 */
public final class ClientTracking {
    private TrackingMode mode;
    private boolean noLoop;
    private long redirect;
    private boolean redirectBroken;
    private boolean caching;
    private final List<ByteString> prefixes = new ArrayList<>(0);

    ClientTracking(TrackingMode mode, boolean noLoop, long redirect) {
        this.mode = mode;
        this.noLoop = noLoop;
        this.redirect = redirect;
    }

    /** CLIENT TRACKING ON once more, with other options; prefixes only ever become more. */
    void change(TrackingMode newMode, boolean newNoLoop, long newRedirect) {
        mode = newMode;
        noLoop = newNoLoop;
        redirect = newRedirect;
        redirectBroken = false;
    }

    public TrackingMode mode() {
        return mode;
    }

    public boolean isBroadcast() {
        return mode == TrackingMode.BROADCAST;
    }

    /** True if the client need not hear of its own changes. */
    public boolean isNoLoop() {
        return noLoop;
    }

    /** The id of the client that is told instead, or 0. */
    public long redirect() {
        return redirect;
    }

    /** True if the client that should have been told was found to be gone. */
    public boolean isRedirectBroken() {
        return redirectBroken;
    }

    void redirectBroken() {
        redirectBroken = true;
    }

    /** True if CLIENT CACHING made an exception for the next command, or the next transaction. */
    public boolean isExceptional() {
        return caching;
    }

    /** CLIENT CACHING: the next command is an exception from the mode, or no longer. */
    public void exceptional(boolean yes) {
        caching = yes;
    }

    /** True if the keys of the running command are remembered. */
    boolean remembersKeys() {
        return switch (mode) {
            case DEFAULT -> true;
            case OPT_IN -> caching;
            case OPT_OUT -> !caching;
            case BROADCAST -> false;
        };
    }

    /** With broadcast, the beginnings of keys that the client wants to hear of, sorted. Read only. */
    public List<ByteString> prefixes() {
        return prefixes;
    }

    /** False if it is known already. */
    boolean addPrefix(ByteString prefix) {
        int place = Collections.binarySearch(prefixes, prefix);
        if (place < 0) {
            prefixes.add(-place - 1, prefix);
        }
        return place < 0;
    }

    @Override
    public String toString() {
        return "ClientTracking[" + mode.wireName() + (redirect == 0 ? "" : " redirect=" + redirect)
                + (noLoop ? " noloop" : "") + (prefixes.isEmpty() ? "]" : " " + prefixes.size() + " prefixes]");
    }
}
