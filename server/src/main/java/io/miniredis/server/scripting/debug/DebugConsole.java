package io.miniredis.server.scripting.debug;

import io.miniredis.protocol.Request;
import org.jspecify.annotations.Nullable;

/** Who sits at the other end of a session. */
interface DebugConsole {
    /** Sends a reply, which is complete. */
    void send(byte[] resp);

    /**
     * Waits for the next command.
     *
     * @return null if nobody is there any more
     * @throws io.miniredis.lua.LuaAbort if the script must end
     */
    @Nullable
    Request read();
}
