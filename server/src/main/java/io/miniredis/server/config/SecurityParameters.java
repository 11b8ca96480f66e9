package io.miniredis.server.config;

import static io.miniredis.server.config.Declaration.named;

/** Who may do what. */
public final class SecurityParameters {
    /** The password of the user called default; empty: none is needed. */
    public final TextParameter requirePassword;

    public final EnumParameter<ProtectedAction> enableProtectedConfigs;
    public final EnumParameter<ProtectedAction> enableDebugCommand;
    public final EnumParameter<ProtectedAction> enableModuleCommand;
    public final TextParameter aclFile;
    public final ChoiceParameter aclPubsubDefault;
    public final LongParameter aclLogMaxLength;

    SecurityParameters(ParameterTable table) {
        requirePassword = table.optionalText(named("requirepass").sensitive());
        enableProtectedConfigs = table.constant(
                named("enable-protected-configs").immutable(), ProtectedAction.NO, ProtectedAction.values());
        enableDebugCommand =
                table.constant(named("enable-debug-command").immutable(), ProtectedAction.NO, ProtectedAction.values());
        enableModuleCommand = table.constant(
                named("enable-module-command").immutable(), ProtectedAction.NO, ProtectedAction.values());
        aclFile = table.text(named("aclfile").immutable(), "");
        aclPubsubDefault = table.choice(named("acl-pubsub-default"), "resetchannels", "allchannels resetchannels");
        aclLogMaxLength = table.number(named("acllog-max-len"), 128, 0, Long.MAX_VALUE);
    }
}
