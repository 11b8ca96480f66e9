package io.miniredis.server.command;

import io.miniredis.server.monitoring.LatencyHistogram;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command of one server: its specification and what the server counts of it.
 *
 * <p>Confined to the main thread.
 */
public final class Command {
    private final CommandSpec spec;
    private final @Nullable Command container;
    private final String fullName;
    private final CommandHandler handler;
    private final @Nullable CommandTable subcommands;
    private final int firstArgument;
    private int number = -1;
    private @Nullable LatencyHistogram latencies;
    private long calls;
    private long micros;
    private long nanosRest;
    private long rejectedCalls;
    private long failedCalls;

    Command(CommandSpec spec, @Nullable Command container) {
        this(spec, container, spec.subcommands());
    }

    /** @param subcommandSpecs those there are on this server */
    Command(CommandSpec spec, @Nullable Command container, List<CommandSpec> subcommandSpecs) {
        this.spec = spec;
        this.container = container;
        this.fullName = container == null ? spec.name() : container.fullName + "|" + spec.name();
        this.firstArgument = container == null ? 1 : 2;
        CommandHandler own = spec.handler();
        this.handler = own == null ? MissingSubcommand.INSTANCE : own;
        this.subcommands = subcommandSpecs.isEmpty() ? null : new CommandTable();
        for (CommandSpec sub : subcommandSpecs) {
            addSubcommand(new Command(sub, this));
        }
    }

    private void addSubcommand(Command subcommand) {
        if (subcommands != null) {
            subcommands.put(subcommand.spec.name(), subcommand);
        }
    }

    public CommandSpec spec() {
        return spec;
    }

    /** The command this is a subcommand of, or null. */
    public @Nullable Command container() {
        return container;
    }

    /** Which one it is in its server's table, from 0 on: its place in sets of commands. */
    public int number() {
        return number;
    }

    /** Numbers the command and its subcommands, unless that was done before. Returns the next free number. */
    int number(int next) {
        if (number >= 0) {
            return next;
        }
        number = next;
        int free = next + 1;
        if (subcommands != null) {
            for (Command subcommand : subcommands.inUse()) {
                free = subcommand.number(free);
            }
        }
        return free;
    }

    /** The name as INFO and ACL rules have it: {@code get}, {@code client|kill}. */
    public String fullName() {
        return fullName;
    }

    /** The name of the command, or of the container if this is a subcommand. */
    public String topName() {
        return container == null ? spec.name() : container.topName();
    }

    public CommandHandler handler() {
        return handler;
    }

    /** Subcommands by name, or null if the command has none. */
    public @Nullable CommandTable subcommands() {
        return subcommands;
    }

    /** True for a command that is nothing without a subcommand. */
    public boolean isContainer() {
        return subcommands != null && spec.handler() == null;
    }

    /** The index of the first argument behind the name: 1, and 2 for a subcommand. */
    int firstArgument() {
        return firstArgument;
    }

    public void countCall(long nanos) {
        calls++;
        nanosRest += nanos;
        if (nanosRest >= 1_000) {
            micros += nanosRest / 1_000;
            nanosRest %= 1_000;
        }
    }

    public void countRejection() {
        rejectedCalls++;
    }

    public void countFailure() {
        failedCalls++;
    }

    /** True if the duration of a call is known. */
    public boolean hasLatencies() {
        return latencies != null;
    }

    /** How long its calls took, as far as {@code latency-tracking} was on. */
    public LatencyHistogram latencies() {
        LatencyHistogram known = latencies;
        if (known == null) {
            known = new LatencyHistogram();
            latencies = known;
        }
        return known;
    }

    public long calls() {
        return calls;
    }

    /** Time spent in all calls together, in microseconds. */
    public long micros() {
        return micros;
    }

    /** Calls that were refused before they ran. */
    public long rejectedCalls() {
        return rejectedCalls;
    }

    /** Calls that ran and ended in an error. */
    public long failedCalls() {
        return failedCalls;
    }

    /** CONFIG RESETSTAT. */
    public void resetStatistics() {
        latencies = null;
        calls = 0;
        micros = 0;
        nanosRest = 0;
        rejectedCalls = 0;
        failedCalls = 0;
        if (subcommands != null) {
            subcommands.forEach(Command::resetStatistics);
        }
    }

    @Override
    public String toString() {
        return "Command[" + fullName + " calls=" + calls + "]";
    }
}
