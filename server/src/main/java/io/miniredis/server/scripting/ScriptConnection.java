package io.miniredis.server.scripting;

import io.miniredis.server.client.NoConnection;

/** The connection of the client that scripts call commands as: there is nobody at its other end. */
final class ScriptConnection extends NoConnection {
    @Override
    public boolean isScript() {
        return true;
    }

    @Override
    public String remoteAddress() {
        return "";
    }

    @Override
    public String localAddress() {
        return "";
    }

    @Override
    public String toString() {
        return "ScriptConnection";
    }
}
