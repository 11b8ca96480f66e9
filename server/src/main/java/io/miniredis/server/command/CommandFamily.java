package io.miniredis.server.command;

import io.miniredis.server.command.acl.AclCommands;
import io.miniredis.server.command.admin.AofCommands;
import io.miniredis.server.command.admin.CommandCommands;
import io.miniredis.server.command.admin.ConfigCommands;
import io.miniredis.server.command.admin.DatabaseCommands;
import io.miniredis.server.command.admin.DebugCommands;
import io.miniredis.server.command.admin.ModuleCommands;
import io.miniredis.server.command.admin.PersistenceCommands;
import io.miniredis.server.command.admin.ServerCommands;
import io.miniredis.server.command.admin.TimeCommands;
import io.miniredis.server.command.bitmap.BitfieldCommands;
import io.miniredis.server.command.bitmap.BitmapCommands;
import io.miniredis.server.command.cluster.ClusterCommands;
import io.miniredis.server.command.connection.ClientCommands;
import io.miniredis.server.command.connection.ConnectionCommands;
import io.miniredis.server.command.generic.DumpCommands;
import io.miniredis.server.command.generic.ExpireCommands;
import io.miniredis.server.command.generic.KeyCommands;
import io.miniredis.server.command.generic.KeySearchCommands;
import io.miniredis.server.command.generic.MigrateCommands;
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
import io.miniredis.server.command.replication.ReplicationCommands;
import io.miniredis.server.command.replication.SyncCommands;
import io.miniredis.server.command.scripting.EvalCommands;
import io.miniredis.server.command.scripting.FunctionCallCommands;
import io.miniredis.server.command.scripting.FunctionCommands;
import io.miniredis.server.command.scripting.ScriptCommands;
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

/**
 * The families of commands and the names of their commands: the table of contents of everything below this package.
 *
 * <p>A family's class is initialised when one of its commands is first looked for, so that a server that starts does
 * not make four hundred specifications and handlers first, which takes a cold JVM a tenth of a second. A new family is
 * a line and a case here; a new command is a name in its family's line. A test holds the names against the classes.
 */
public enum CommandFamily {
    COMMAND("command"),
    CONNECTION("ping echo select quit reset auth hello"),
    CLIENT("client"),
    STRING("get set setnx setex psetex getset getdel getex"),
    STRING_PAIR("mget mset msetnx"),
    STRING_RANGE("strlen getrange substr setrange append"),
    COUNTER("incr decr incrby decrby incrbyfloat"),
    LCS("lcs"),
    STREAM("xadd xlen xrange xrevrange xdel xtrim xsetid"),
    STREAM_READ("xread xreadgroup"),
    GROUP("xgroup xack"),
    CLAIM("xpending xclaim xautoclaim"),
    STREAM_INFO("xinfo"),
    SORTED_SET("zadd zincrby zrem zcard zscore zmscore zrank zrevrank"),
    SORTED_SET_RANGE(
            "zrange zrevrange zrangebyscore zrevrangebyscore zrangebylex zrevrangebylex zcount zlexcount zrangestore"),
    SORTED_SET_REMOVAL("zremrangebyrank zremrangebyscore zremrangebylex"),
    SORTED_SET_POP("zpopmin zpopmax zmpop bzpopmin bzpopmax bzmpop"),
    SORTED_SET_ALGEBRA("zunion zinter zdiff zintercard zunionstore zinterstore zdiffstore"),
    SORTED_SET_SAMPLE("zrandmember zscan"),
    HASH("hset hmset hsetnx hdel"),
    HASH_READ("hget hmget hgetall hkeys hvals hexists hlen hstrlen"),
    HASH_SCAN("hscan hrandfield"),
    HASH_COUNTER("hincrby hincrbyfloat"),
    FIELD_EXPIRE("hexpire hexpireat hexpiretime hpersist hpexpire hpexpireat hpexpiretime hpttl httl"),
    FIELD_VALUE_EXPIRE("hgetdel hgetex hsetex"),
    LIST("lpush rpush lpushx rpushx lpop rpop llen lrange ltrim"),
    LIST_ELEMENT("lindex lset linsert lrem lpos"),
    LIST_MOVE("lmove rpoplpush blmove brpoplpush"),
    LIST_POP("lmpop blpop brpop blmpop"),
    SET("sadd srem smove sismember smismember scard smembers sscan"),
    SET_RANDOM("spop srandmember"),
    SET_ALGEBRA("sinter sintercard sinterstore sunion sunionstore sdiff sdiffstore"),
    BITMAP("setbit getbit bitcount bitpos bitop"),
    BITFIELD("bitfield bitfield_ro"),
    HYPER_LOG_LOG("pfadd pfcount pfmerge"),
    HYPER_LOG_LOG_DEBUG("pfdebug pfselftest"),
    GEO("geoadd geodist geohash geopos"),
    GEO_SEARCH("geosearch geosearchstore georadius georadius_ro georadiusbymember georadiusbymember_ro"),
    KEY("copy del exists move rename renamenx touch type unlink"),
    DUMP("dump restore restore-asking"),
    MIGRATE("migrate"),
    KEY_SEARCH("keys randomkey scan"),
    EXPIRE("expire expireat expiretime persist pexpire pexpireat pexpiretime pttl ttl"),
    OBJECT("object"),
    SORT("sort sort_ro"),
    WAIT("wait waitaof"),
    CLUSTER("cluster readonly readwrite asking"),
    TRANSACTION("multi exec discard watch unwatch"),
    EVAL("eval evalsha eval_ro evalsha_ro"),
    SCRIPT("script"),
    FUNCTION("function"),
    FUNCTION_CALL("fcall fcall_ro"),
    SUBSCRIPTION("subscribe unsubscribe psubscribe punsubscribe ssubscribe sunsubscribe"),
    PUB_SUB("publish spublish pubsub"),
    DATABASE("dbsize flushall flushdb swapdb"),
    DEBUG("debug"),
    CONFIG("config"),
    MODULE("module"),
    ACL("acl"),
    SERVER("info shutdown"),
    AOF("bgrewriteaof"),
    PERSISTENCE("save bgsave lastsave"),
    SLOW_LOG("slowlog"),
    LATENCY("latency"),
    MEMORY("memory"),
    MONITOR("monitor lolwut"),
    SYNC("sync psync replconf"),
    REPLICATION("role replicaof slaveof failover"),
    TIME("time");

    private final String names;

    CommandFamily(String names) {
        this.names = names;
    }

    /** The names of its commands, in lower case, with a blank between them. */
    String names() {
        return names;
    }

    /** The specifications of its commands. */
    public List<CommandSpec> specs() {
        return switch (this) {
            case COMMAND -> CommandCommands.all();
            case CONNECTION -> ConnectionCommands.all();
            case CLIENT -> ClientCommands.all();
            case STRING -> StringCommands.all();
            case STRING_PAIR -> StringPairCommands.all();
            case STRING_RANGE -> StringRangeCommands.all();
            case COUNTER -> CounterCommands.all();
            case LCS -> LcsCommands.all();
            case STREAM -> StreamCommands.all();
            case STREAM_READ -> StreamReadCommands.all();
            case GROUP -> GroupCommands.all();
            case CLAIM -> ClaimCommands.all();
            case STREAM_INFO -> StreamInfoCommands.all();
            case SORTED_SET -> SortedSetCommands.all();
            case SORTED_SET_RANGE -> SortedSetRangeCommands.all();
            case SORTED_SET_REMOVAL -> SortedSetRemovalCommands.all();
            case SORTED_SET_POP -> SortedSetPopCommands.all();
            case SORTED_SET_ALGEBRA -> SortedSetAlgebraCommands.all();
            case SORTED_SET_SAMPLE -> SortedSetSampleCommands.all();
            case HASH -> HashCommands.all();
            case HASH_READ -> HashReadCommands.all();
            case HASH_SCAN -> HashScanCommands.all();
            case HASH_COUNTER -> HashCounterCommands.all();
            case FIELD_EXPIRE -> FieldExpireCommands.all();
            case FIELD_VALUE_EXPIRE -> FieldValueExpireCommands.all();
            case LIST -> ListCommands.all();
            case LIST_ELEMENT -> ListElementCommands.all();
            case LIST_MOVE -> ListMoveCommands.all();
            case LIST_POP -> ListPopCommands.all();
            case SET -> SetCommands.all();
            case SET_RANDOM -> SetRandomCommands.all();
            case SET_ALGEBRA -> SetAlgebraCommands.all();
            case BITMAP -> BitmapCommands.all();
            case BITFIELD -> BitfieldCommands.all();
            case HYPER_LOG_LOG -> HyperLogLogCommands.all();
            case HYPER_LOG_LOG_DEBUG -> HyperLogLogDebugCommands.all();
            case GEO -> GeoCommands.all();
            case GEO_SEARCH -> GeoSearchCommands.all();
            case KEY -> KeyCommands.all();
            case DUMP -> DumpCommands.all();
            case MIGRATE -> MigrateCommands.all();
            case KEY_SEARCH -> KeySearchCommands.all();
            case EXPIRE -> ExpireCommands.all();
            case OBJECT -> ObjectCommands.all();
            case SORT -> SortCommands.all();
            case WAIT -> WaitCommands.all();
            case TRANSACTION -> TransactionCommands.all();
            case EVAL -> EvalCommands.all();
            case SCRIPT -> ScriptCommands.all();
            case FUNCTION -> FunctionCommands.all();
            case FUNCTION_CALL -> FunctionCallCommands.all();
            case SUBSCRIPTION -> SubscriptionCommands.all();
            case PUB_SUB -> PubSubCommands.all();
            case DATABASE -> DatabaseCommands.all();
            case DEBUG -> DebugCommands.all();
            case PERSISTENCE -> PersistenceCommands.all();
            case CONFIG -> ConfigCommands.all();
            case MODULE -> ModuleCommands.all();
            case CLUSTER -> ClusterCommands.all();
            case ACL -> AclCommands.all();
            case SERVER -> ServerCommands.all();
            case AOF -> AofCommands.all();
            case SLOW_LOG -> SlowLogCommands.all();
            case LATENCY -> LatencyCommands.all();
            case MEMORY -> MemoryCommands.all();
            case MONITOR -> MonitorCommands.all();
            case SYNC -> SyncCommands.all();
            case REPLICATION -> ReplicationCommands.all();
            case TIME -> TimeCommands.all();
        };
    }
}
