/**
 * The configuration of a server: every parameter of redis.conf with its type, range, default and rules, the grammar of
 * the file and of the command line, and what CONFIG GET, SET and REWRITE do with them.
 *
 * <p>Start reading at {@link io.miniredis.server.config.ServerConfig}, which holds the parameters grouped by topic
 * ({@link io.miniredis.server.config.NetworkParameters} is one such group) and reads files. A parameter is declared
 * once, where its group is built; its value is a plain field of a typed holder such as {@link
 * io.miniredis.server.config.IntParameter}. Then {@link io.miniredis.server.config.ConfigFile} for the grammar,
 * {@link io.miniredis.server.config.CommandLine} for argv, {@link io.miniredis.server.config.ConfigChange} for CONFIG
 * SET and {@link io.miniredis.server.config.ConfigRewrite} for CONFIG REWRITE.
 */
@NullMarked
package io.miniredis.server.config;

import org.jspecify.annotations.NullMarked;
