package io.miniredis.server;

import io.miniredis.server.config.ShutdownOptionsParameter;

/**
 * How a server is to end.
 *
 * @param save even if there are no save points
 * @param noSave even if there are some
 * @param now without waiting for replicas that lag behind
 * @param force even if saving fails
 */
public record ShutdownOptions(boolean save, boolean noSave, boolean now, boolean force) {
    static ShutdownOptions of(ShutdownOptionsParameter parameter) {
        return new ShutdownOptions(parameter.save(), parameter.noSave(), parameter.now(), parameter.force());
    }

    ShutdownOptions withoutSaving() {
        return new ShutdownOptions(false, true, now, force);
    }
}
