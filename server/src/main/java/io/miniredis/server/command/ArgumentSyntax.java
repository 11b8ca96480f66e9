package io.miniredis.server.command;

/** The notation of a command's arguments. Placeholder. */
final class ArgumentSyntax {
    private ArgumentSyntax() {}
}
