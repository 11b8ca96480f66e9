package io.miniredis.server.command;

/** What stands where a container's own handler would be: the dispatcher never lets a request come this far. */
enum MissingSubcommand implements CommandHandler {
    INSTANCE;

    @Override
    public void handle(CommandCall call) {
        throw new IllegalStateException(call.command().fullName() + " was called without a subcommand");
    }
}
