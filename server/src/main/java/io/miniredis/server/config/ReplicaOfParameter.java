package io.miniredis.server.config;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** {@code replicaof}: the primary of this server; without one it is a primary itself. */
public final class ReplicaOfParameter extends Parameter {
    private static final int HIGHEST_PORT = 65535;

    private @Nullable ByteString host;
    private int port;
    private boolean isClustersDecision;

    ReplicaOfParameter(Declaration declaration) {
        super(declaration);
    }

    /** Name or address of the primary; null if this server is one. */
    public @Nullable ByteString host() {
        return host;
    }

    /** Port of the primary; to be read only if there is a {@link #host}. */
    public int port() {
        return port;
    }

    /** REPLICAOF has changed it; null for no primary. */
    public void follow(@Nullable ByteString newHost, int newPort) {
        host = newHost;
        port = newPort;
    }

    /** The server is a node of a cluster, which decides whom it copies: nothing of that is written down here. */
    public void leaveToCluster() {
        isClustersDecision = true;
    }

    @Override
    boolean takesSeveralWords() {
        return true;
    }

    @Override
    public ByteString text() {
        return host == null ? ByteString.EMPTY : ByteString.wrap(Ascii.bytes(Ascii.text(host.bytes()) + " " + port));
    }

    @Override
    public boolean isDefault() {
        return host == null;
    }

    @Override
    @Nullable
    String assign(List<ByteString> words, boolean fromFile) {
        if (words.size() != 2) {
            return "wrong number of arguments";
        }
        if (words.get(0).equalsIgnoreCase("no") && words.get(1).equalsIgnoreCase("one")) {
            host = null;
            return null;
        }
        OptionalLong number = LooseNumber.parse(words.get(1), 10);
        if (number.isEmpty() || number.getAsLong() < 0 || number.getAsLong() > HIGHEST_PORT) {
            return "Invalid master port";
        }
        host = words.get(0);
        port = (int) number.getAsLong();
        return null;
    }

    @Override
    void rewrite(ConfigRewrite file) {
        if (host == null || isClustersDecision) {
            file.withoutLine(this);
        } else {
            super.rewrite(file);
        }
    }
}
