package io.miniredis.server.config;

import static io.miniredis.server.config.Declaration.named;

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
        port = table.integer(named("tls-port").later("be a port with encryption"), 0, 0, 65535);
        maxNewConnectionsPerCycle = table.integer(
                named("max-new-tls-connections-per-cycle").later("bound the handshakes begun at once"), 1, 1, 1000);
        authClients = table.choice(
                named("tls-auth-clients").later("decide whether clients need a certificate"), "yes", "no yes optional");
        replication = table.flag(named("tls-replication").later("encrypt the connection with the primary"), false);
        cluster = table.flag(named("tls-cluster").later("encrypt the cluster bus"), false);
        certificateFile =
                table.optionalText(named("tls-cert-file").appliedEvenIfEqual().later("hold the certificate"));
        keyFile = table.optionalText(named("tls-key-file").appliedEvenIfEqual().later("hold the private key"));
        keyFilePassword = table.optionalText(named("tls-key-file-pass").later("open the private key"));
        clientCertificateFile = table.optionalText(named("tls-client-cert-file")
                .appliedEvenIfEqual()
                .later("hold the certificate of outgoing connections"));
        clientKeyFile = table.optionalText(named("tls-client-key-file")
                .appliedEvenIfEqual()
                .later("hold the private key of outgoing connections"));
        clientKeyFilePassword = table.optionalText(
                named("tls-client-key-file-pass").later("open the private key of outgoing connections"));
        dhParamsFile = table.optionalText(
                named("tls-dh-params-file").appliedEvenIfEqual().later("hold Diffie-Hellman parameters"));
        caCertificateFile = table.optionalText(
                named("tls-ca-cert-file").appliedEvenIfEqual().later("hold the trusted certificates"));
        caCertificateDirectory = table.optionalText(
                named("tls-ca-cert-dir").appliedEvenIfEqual().later("hold the trusted certificates"));
        protocols = table.optionalText(named("tls-protocols").later("choose the versions of TLS"));
        ciphers = table.optionalText(named("tls-ciphers").later("choose the ciphers up to TLS 1.2"));
        cipherSuites = table.optionalText(named("tls-ciphersuites").later("choose the ciphers of TLS 1.3"));
        preferServerCiphers =
                table.flag(named("tls-prefer-server-ciphers").later("prefer the server's order of ciphers"), false);
        sessionCaching = table.flag(named("tls-session-caching").later("resume sessions"), true);
        sessionCacheSize = table.integer(
                named("tls-session-cache-size").later("bound the sessions that can be resumed"),
                20480,
                0,
                Integer.MAX_VALUE);
        sessionCacheTimeoutSeconds = table.integer(
                named("tls-session-cache-timeout").later("bound how long a session can be resumed"),
                300,
                0,
                Integer.MAX_VALUE);
    }
}
