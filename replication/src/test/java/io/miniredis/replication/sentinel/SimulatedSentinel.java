package io.miniredis.replication.sentinel;

import io.miniredis.protocol.RespValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A sentinel in a simulated network. It keeps what it told, and which lines it would have on its disk. */
final class SimulatedSentinel implements SentinelHost {
    private final SimulatedNetwork network;
    private final int port;
    private final List<String> events = new ArrayList<>();
    private final List<List<String>> scripts = new ArrayList<>();
    private final List<SimulatedScript> processes = new ArrayList<>();
    private List<DirectiveLine> disk = List.of();
    private SentinelNode node;
    private boolean up = true;
    private boolean frozen;
    private long clockErrorMillis;

    SimulatedSentinel(SimulatedNetwork network, int port) {
        this.network = network;
        this.port = port;
        this.node = new SentinelNode(this);
        node.id(String.format("%040x", port));
        node.options().listeningPort = port;
        tick();
    }

    // ---- the test's hand ----

    SimulatedSentinel watch(int primaryPort, int quorum) {
        directive("monitor", "mymaster", SimulatedServer.HOST, String.valueOf(primaryPort), String.valueOf(quorum));
        directive("down-after-milliseconds", "mymaster", "5000");
        directive("failover-timeout", "mymaster", "20000");
        return this;
    }

    void directive(String... words) {
        String refusal = new SentinelDirectives(node, path -> true).apply(List.of(words));
        if (refusal != null) {
            throw new IllegalArgumentException(refusal);
        }
    }

    void kill() {
        up = false;
        network.breakConnections(port);
    }

    /** Starts again with what was on the disk. */
    void start() {
        read();
        begin();
    }

    void begin() {
        node.begin();
        up = true;
    }

    /** The first part of a start: reads what was on the disk. */
    void read() {
        SentinelNode fresh = new SentinelNode(this);
        node = fresh;
        fresh.options().listeningPort = port;
        for (int rank = 0; rank <= SentinelDirectives.LAST_RANK; rank++) {
            for (DirectiveLine line : disk) {
                List<String> words =
                        List.of(line.text().substring("sentinel ".length()).split(" ", -1));
                if (SentinelDirectives.rank(words.get(0)) == rank) {
                    directive(words.toArray(new String[0]));
                }
            }
        }
    }

    /** Stops the process for a while, as SIGSTOP does. */
    void freeze(boolean yes) {
        frozen = yes;
    }

    void clockError(long millis) {
        clockErrorMillis = millis;
    }

    SentinelNode node() {
        return node;
    }

    MonitoredPrimary primary() {
        return primary("mymaster");
    }

    MonitoredPrimary primary(String name) {
        MonitoredPrimary primary = node.instances().primary(name);
        if (primary == null) {
            throw new IllegalStateException("does not watch " + name);
        }
        return primary;
    }

    /** Where it says the primary is. */
    int primaryPort() {
        return primary().currentAddress().port();
    }

    List<String> events() {
        return events;
    }

    /** How often an event of a type was told. */
    long count(String type) {
        return events.stream().filter(each -> each.startsWith(type + " ")).count();
    }

    boolean told(String line) {
        return events.contains(line);
    }

    /** The programs it started. */
    List<List<String>> scripts() {
        return scripts;
    }

    List<SimulatedScript> processes() {
        return processes;
    }

    List<String> disk() {
        return disk.stream()
                .filter(DirectiveLine::isNeeded)
                .map(DirectiveLine::text)
                .toList();
    }

    boolean isUp() {
        return up;
    }

    // ---- as another sentinel sees it ----

    void execute(Consumer<RespValue> reply, String... arguments) {
        switch (arguments[0]) {
            case "PUBLISH" -> {
                node.hello().received(arguments[2]);
                reply.accept(new RespValue.IntegerValue(1));
            }
            case "SENTINEL" -> reply.accept(isPrimaryDown(arguments));
            default -> reply.accept(new RespValue.SimpleString("PONG"));
        }
    }

    private RespValue isPrimaryDown(String... arguments) {
        MonitoredPrimary asked = node.instances().primaryAt(arguments[2], Integer.parseInt(arguments[3]));
        boolean down = node.election().saysDown(asked);
        Vote vote = asked == null || arguments[5].equals("*")
                ? new Vote(null, 0)
                : node.election().vote(asked, Long.parseLong(arguments[4]), arguments[5]);
        return RespValue.Array.of(
                new RespValue.IntegerValue(down ? 1 : 0),
                RespValue.Bulk.of(vote.leader() == null ? "*" : vote.leader()),
                new RespValue.IntegerValue(vote.epoch()));
    }

    // ---- its host ----

    private void tick() {
        network.after(node.millisToNextTick(), this::tick);
        if (up && !frozen) {
            node.tick();
        }
    }

    @Override
    public long nowMillis() {
        return network.nowMillis() + clockErrorMillis;
    }

    @Override
    public int random(int bound) {
        return network.random(bound);
    }

    @Override
    public void tell(SentinelEvent event) {
        events.add(event.line());
    }

    @Override
    public @Nullable String resolve(String host, boolean byName) {
        return Character.isDigit(host.charAt(0)) ? host : byName && host.equals("host") ? SimulatedServer.HOST : null;
    }

    @Override
    public @Nullable InstanceConnection connect(InstanceAddress address, ConnectionListener listener) {
        return network.connect(port, address, listener);
    }

    @Override
    public boolean saveConfiguration() {
        disk = StateLines.of(node);
        return true;
    }

    @Override
    public @Nullable ScriptProcess startScript(List<String> arguments) {
        if (arguments.get(0).equals("/missing")) {
            return null;
        }
        scripts.add(arguments);
        SimulatedScript process = new SimulatedScript(scripts.size());
        processes.add(process);
        return process;
    }

    @Override
    public void crash() {
        kill();
    }

    @Override
    public String toString() {
        return "sentinel " + port + (up ? " says " + primaryPort() : " dead");
    }
}
