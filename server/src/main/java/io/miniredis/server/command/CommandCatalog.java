package io.miniredis.server.command;

import io.miniredis.server.command.admin.CommandCommands;
import io.miniredis.server.command.admin.ConfigCommands;
import io.miniredis.server.command.admin.DatabaseCommands;
import io.miniredis.server.command.admin.DebugCommands;
import io.miniredis.server.command.admin.ServerCommands;
import io.miniredis.server.command.admin.TimeCommands;
import io.miniredis.server.command.bitmap.BitfieldCommands;
import io.miniredis.server.command.bitmap.BitmapCommands;
import io.miniredis.server.command.connection.ClientCommands;
import io.miniredis.server.command.connection.ConnectionCommands;
import io.miniredis.server.command.generic.ExpireCommands;
import io.miniredis.server.command.generic.KeyCommands;
import io.miniredis.server.command.generic.KeySearchCommands;
import io.miniredis.server.command.generic.ObjectCommands;
import io.miniredis.server.command.generic.SortCommands;
import io.miniredis.server.command.generic.WaitCommands;
import io.miniredis.server.command.geo.GeoCommands;
import io.miniredis.server.command.geo.GeoSearchCommands;
import io.miniredis.server.command.hash.FieldExpireCommands;
import io.miniredis.server.command.hash.FieldValueExpireCommands;
import io.miniredis.server.command.hash.HashCommands;
import io.miniredis.server.command.hash.HashCounterCommands;
import io.miniredis.server.command.hash.HashReadCommands;
import io.miniredis.server.command.hash.HashScanCommands;
import io.miniredis.server.command.hyperloglog.HyperLogLogCommands;
import io.miniredis.server.command.hyperloglog.HyperLogLogDebugCommands;
import io.miniredis.server.command.list.ListCommands;
import io.miniredis.server.command.list.ListElementCommands;
import io.miniredis.server.command.list.ListMoveCommands;
import io.miniredis.server.command.list.ListPopCommands;
import io.miniredis.server.command.monitoring.LatencyCommands;
import io.miniredis.server.command.monitoring.MemoryCommands;
import io.miniredis.server.command.monitoring.MonitorCommands;
import io.miniredis.server.command.monitoring.SlowLogCommands;
import io.miniredis.server.command.pubsub.PubSubCommands;
import io.miniredis.server.command.pubsub.SubscriptionCommands;
import io.miniredis.server.command.set.SetAlgebraCommands;
import io.miniredis.server.command.set.SetCommands;
import io.miniredis.server.command.set.SetRandomCommands;
import io.miniredis.server.command.sortedset.SortedSetAlgebraCommands;
import io.miniredis.server.command.sortedset.SortedSetCommands;
import io.miniredis.server.command.sortedset.SortedSetPopCommands;
import io.miniredis.server.command.sortedset.SortedSetRangeCommands;
import io.miniredis.server.command.sortedset.SortedSetRemovalCommands;
import io.miniredis.server.command.sortedset.SortedSetSampleCommands;
import io.miniredis.server.command.stream.ClaimCommands;
import io.miniredis.server.command.stream.GroupCommands;
import io.miniredis.server.command.stream.StreamCommands;
import io.miniredis.server.command.stream.StreamInfoCommands;
import io.miniredis.server.command.stream.StreamReadCommands;
import io.miniredis.server.command.string.CounterCommands;
import io.miniredis.server.command.string.LcsCommands;
import io.miniredis.server.command.string.StringCommands;
import io.miniredis.server.command.string.StringPairCommands;
import io.miniredis.server.command.string.StringRangeCommands;
import io.miniredis.server.command.transaction.TransactionCommands;
import java.util.List;

/** Every family of commands. A new family is one line here. */
public final class CommandCatalog {
    private CommandCatalog() {}

    /** The specifications of all commands, family by family. */
    public static List<List<CommandSpec>> families() {
        return List.of(
                CommandCommands.all(),
                ConnectionCommands.all(),
                ClientCommands.all(),
                StringCommands.all(),
                StringPairCommands.all(),
                StringRangeCommands.all(),
                CounterCommands.all(),
                LcsCommands.all(),
                StreamCommands.all(),
                StreamReadCommands.all(),
                GroupCommands.all(),
                ClaimCommands.all(),
                StreamInfoCommands.all(),
                SortedSetCommands.all(),
                SortedSetRangeCommands.all(),
                SortedSetRemovalCommands.all(),
                SortedSetPopCommands.all(),
                SortedSetAlgebraCommands.all(),
                SortedSetSampleCommands.all(),
                HashCommands.all(),
                HashReadCommands.all(),
                HashScanCommands.all(),
                HashCounterCommands.all(),
                FieldExpireCommands.all(),
                FieldValueExpireCommands.all(),
                ListCommands.all(),
                ListElementCommands.all(),
                ListMoveCommands.all(),
                ListPopCommands.all(),
                SetCommands.all(),
                SetRandomCommands.all(),
                SetAlgebraCommands.all(),
                BitmapCommands.all(),
                BitfieldCommands.all(),
                HyperLogLogCommands.all(),
                HyperLogLogDebugCommands.all(),
                GeoCommands.all(),
                GeoSearchCommands.all(),
                KeyCommands.all(),
                KeySearchCommands.all(),
                ExpireCommands.all(),
                ObjectCommands.all(),
                SortCommands.all(),
                WaitCommands.all(),
                TransactionCommands.all(),
                SubscriptionCommands.all(),
                PubSubCommands.all(),
                DatabaseCommands.all(),
                DebugCommands.all(),
                ConfigCommands.all(),
                ServerCommands.all(),
                SlowLogCommands.all(),
                LatencyCommands.all(),
                MemoryCommands.all(),
                MonitorCommands.all(),
                TimeCommands.all());
    }

    /** A server's own table of them, with its own counters. */
    public static CommandTable newTable() {
        CommandTable table = new CommandTable();
        for (List<CommandSpec> family : families()) {
            for (CommandSpec spec : family) {
                table.put(spec.name(), new Command(spec, null));
            }
        }
        return table;
    }
}
