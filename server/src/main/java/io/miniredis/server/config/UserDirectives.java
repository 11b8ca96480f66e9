package io.miniredis.server.config;

import java.util.List;

/** Tells CONFIG REWRITE the lines that make the users there are now. */
@FunctionalInterface
public interface UserDirectives {
    /** {@code user name rules…}, one char a byte; none if the users are kept elsewhere. */
    List<String> lines();
}
