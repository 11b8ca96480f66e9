package io.miniredis.server.config;

import static io.miniredis.server.config.Declaration.named;

import java.util.List;

/** Encryption of connections with clients, replicas and cluster nodes. */
public final class TlsParameters {
    public final IntParameter port;
    public final IntParameter maxNewConnectionsPerCycle;
    public final ChoiceParameter authClients;
    public final BooleanParameter replication;
    public final BooleanParameter cluster;
    public final TextParameter certificateFile;
    public final TextParameter keyFile;
    public final TextParameter keyFilePassword;
    public final TextParameter clientCertificateFile;
    public final TextParameter clientKeyFile;
    public final TextParameter clientKeyFilePassword;
    public final TextParameter dhParamsFile;
    public final TextParameter caCertificateFile;
    public final TextParameter caCertificateDirectory;
    public final TextParameter protocols;
    public final TextParameter ciphers;
    public final TextParameter cipherSuites;
    public final BooleanParameter preferServerCiphers;
    public final BooleanParameter sessionCaching;
    public final IntParameter sessionCacheSize;
    public final IntParameter sessionCacheTimeoutSeconds;

    TlsParameters(ParameterTable table) {
        port = table.integer(named("tls-port"), 0, 0, 65535);
        maxNewConnectionsPerCycle = table.integer(named("max-new-tls-connections-per-cycle"), 1, 1, 1000);
        authClients = table.choice(named("tls-auth-clients"), "yes", "no yes optional");
        replication = table.flag(named("tls-replication"), false);
        cluster = table.flag(named("tls-cluster"), false);
        certificateFile = table.optionalText(named("tls-cert-file").appliedEvenIfEqual());
        keyFile = table.optionalText(named("tls-key-file").appliedEvenIfEqual());
        keyFilePassword = table.optionalText(named("tls-key-file-pass").sensitive());
        clientCertificateFile = table.optionalText(named("tls-client-cert-file").appliedEvenIfEqual());
        clientKeyFile = table.optionalText(named("tls-client-key-file").appliedEvenIfEqual());
        clientKeyFilePassword =
                table.optionalText(named("tls-client-key-file-pass").sensitive());
        dhParamsFile = table.optionalText(named("tls-dh-params-file")
                .appliedEvenIfEqual()
                .withoutEffect("Java has Diffie-Hellman parameters of its own"));
        caCertificateFile = table.optionalText(named("tls-ca-cert-file").appliedEvenIfEqual());
        caCertificateDirectory = table.optionalText(named("tls-ca-cert-dir").appliedEvenIfEqual());
        protocols = table.optionalText(named("tls-protocols"));
        ciphers = table.optionalText(named("tls-ciphers"));
        cipherSuites = table.optionalText(named("tls-ciphersuites"));
        preferServerCiphers = table.flag(named("tls-prefer-server-ciphers"), false);
        sessionCaching = table.flag(named("tls-session-caching"), true);
        sessionCacheSize = table.integer(named("tls-session-cache-size"), 20480, 0, Integer.MAX_VALUE);
        sessionCacheTimeoutSeconds = table.integer(named("tls-session-cache-timeout"), 300, 0, Integer.MAX_VALUE);
    }

    /** Those that keys, certificates and ciphers follow from; a change of one of them has all of them read again. */
    public List<Parameter> ofContext() {
        return List.of(
                replication,
                cluster,
                certificateFile,
                keyFile,
                keyFilePassword,
                clientCertificateFile,
                clientKeyFile,
                clientKeyFilePassword,
                dhParamsFile,
                caCertificateFile,
                caCertificateDirectory,
                protocols,
                ciphers,
                cipherSuites,
                preferServerCiphers,
                sessionCaching,
                sessionCacheSize,
                sessionCacheTimeoutSeconds);
    }
}
