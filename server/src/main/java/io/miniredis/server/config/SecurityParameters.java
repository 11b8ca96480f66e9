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
        requirePassword = table.add(TextParameter.optional(named("requirepass").sensitive()));
        enableProtectedConfigs = table.add(new EnumParameter<>(
                named("enable-protected-configs").immutable(), ProtectedAction.NO, ProtectedAction.values()));
        enableDebugCommand = table.add(new EnumParameter<>(
                named("enable-debug-command").immutable(), ProtectedAction.NO, ProtectedAction.values()));
        enableModuleCommand = table.add(new EnumParameter<>(
                named("enable-module-command").immutable(), ProtectedAction.NO, ProtectedAction.values()));
        aclFile = table.add(
                new TextParameter(named("aclfile").immutable().later("hold the users"), "", TextRule.ANYTHING));
        aclPubsubDefault = table.add(new ChoiceParameter(
                named("acl-pubsub-default").later("decide which channels new users may use"),
                "resetchannels",
                "allchannels",
                "resetchannels"));
        aclLogMaxLength = table.add(
                new LongParameter(named("acllog-max-len").later("bound what ACL LOG shows"), 128, 0, Long.MAX_VALUE));
    }
}
