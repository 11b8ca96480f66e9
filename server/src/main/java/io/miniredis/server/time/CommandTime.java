package io.miniredis.server.time;

/**
 * The time a command sees: it stands still until the command ends, so that a key cannot expire in its middle.
 *
 * <p>Reading a clock takes longer than many a command. So it is read once where one command ends and the next begins,
 * and the calendar once per turn of the event loop: what a pipeline's later commands see is the calendar of its
 * beginning plus the time gone by since.
 *
 * <p>Confined to the main thread.
 */
public final class CommandTime {
    private final Clock clock;
    private long millis;
    private long nanos;
    /** Both clocks at the beginning of the turn. */
    private long turnMillis;

    private long turnNanos;
    /** True from the first command of a turn to the turn's end. */
    private boolean current;

    private int frozen;
    /** The calendar of the running command with its microseconds; negative until somebody asks. */
    private long micros = -1;

    private long turns;
    private long turnsNanos;
    private long longestTurnNanos;
    private long cronNanos;
    private int commandsInTurn;
    private int mostCommandsInTurn;

    public CommandTime(Clock clock) {
        this.clock = clock;
        refresh();
    }

    /** Reads the clock, unless a command is running: whatever it calls shares its time. */
    public void refresh() {
        if (frozen == 0) {
            turnNanos = clock.nanos();
            turnMillis = clock.millis();
            nanos = turnNanos;
            millis = turnMillis;
        }
    }

    /** A command begins: the time is read, or, if another one has just ended, taken over from it. */
    public void beginCommand() {
        if (!current) {
            refresh();
            current = true;
            commandsInTurn = 0;
        }
        commandsInTurn++;
        if (frozen++ == 0) {
            micros = -1;
        }
    }

    /** The matching command ends. Returns the steady clock's reading, in nanoseconds. */
    public long endCommand() {
        long now = clock.nanos();
        if (--frozen == 0) {
            nanos = now;
            millis = turnMillis + (now - turnNanos) / 1_000_000;
        }
        return now;
    }

    /** The main thread goes on to something else, or to wait: the next command reads the clock. */
    public void endTurn() {
        if (current) {
            current = false;
            mostCommandsInTurn = Math.max(mostCommandsInTurn, commandsInTurn);
            countTurn(clock.nanos() - turnNanos);
        }
    }

    /** A round of cron is done, which is a turn of its own. */
    public void endCron(long beganNanos) {
        long took = clock.nanos() - beganNanos;
        cronNanos += took;
        countTurn(took);
    }

    private void countTurn(long took) {
        turns++;
        turnsNanos += took;
        longestTurnNanos = Math.max(longestTurnNanos, took);
    }

    /** How many turns there were in which commands were executed or cron ran. */
    public long turns() {
        return turns;
    }

    /**
     * What all turns took, each from its first command on: commands, what follows from them, and the sending of
     * replies.
     */
    public long turnsNanos() {
        return turnsNanos;
    }

    public long longestTurnNanos() {
        return longestTurnNanos;
    }

    /** What all rounds of cron took. */
    public long cronNanos() {
        return cronNanos;
    }

    /** How many commands there were in the turn that had most of them, those called by scripts included. */
    public int mostCommandsInTurn() {
        return mostCommandsInTurn;
    }

    /** CONFIG RESETSTAT. */
    public void resetStatistics() {
        turns = 0;
        turnsNanos = 0;
        longestTurnNanos = 0;
        cronNanos = 0;
        mostCommandsInTurn = 0;
    }

    /** Milliseconds since 1970-01-01 UTC. */
    public long millis() {
        return millis;
    }

    /** Microseconds since 1970-01-01 UTC: what TIME tells, the same throughout a script. */
    public long micros() {
        if (micros < 0) {
            micros = clock.micros();
        }
        return micros;
    }

    /** The steady clock's reading at the same moment, in nanoseconds. */
    public long nanos() {
        return nanos;
    }

    public Clock clock() {
        return clock;
    }
}
