package org.elasticsearch.node;

import esnode.AnalysisBits;
import esnode.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.http.HttpServerTransport;
import org.elasticsearch.plugins.ClasspathPluginsService;
import org.elasticsearch.plugins.PluginsLoader;
import org.elasticsearch.plugins.PluginsService;

/** One Elasticsearch node on the class path; in this package because NodeServiceProvider is package-private. */
public class DevNode extends Node {
    private static volatile Path abandoned;

    private DevNode(Environment env) {
        super(NodeConstruction.prepareConstruction(env, null, new NodeServiceProvider() {
            @Override
            PluginsService newPluginService(Environment e, PluginsLoader ignored) {
                return new ClasspathPluginsService(e, List.of(new Network(), new AnalysisBits()));
            }
        }, true));
    }

    /** Arguments: a home folder, the process to end with, then settings as key=value. The address is written to the file `url` of the folder. */
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]).toAbsolutePath();
        endWith(Long.parseLong(args[1]), home);
        Settings settings = settings(home, List.of(args).subList(2, args.length));
        LogConfigurator.registerErrorListener();
        LogConfigurator.setNodeName("esnode");
        LogConfigurator.configureWithoutConfig(settings);
        LogConfigurator.configureESLogging();
        DevNode node = new DevNode(InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "esnode"));
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.prepareForClose();
                node.close();
                clearUp();
            } catch (Exception e) {
                e.printStackTrace();
            } finally {
                stopped.countDown();
            }
        }));
        node.start();
        announce(node, home.resolve("url"));
        stopped.await();
    }

    private static Settings settings(Path home, List<String> more) {
        Settings.Builder settings = Settings.builder()
            .put("path.home", home.toString())
            .put("cluster.name", "esnode")
            .put("node.name", "esnode")
            .put("discovery.type", "single-node")
            .put("http.host", "127.0.0.1")
            .put("http.port", "0")
            .put("http.type", "jdk")
            .put("transport.type", "local")
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .put("logger.level", "info");
        for (String setting : more) {
            String[] sides = setting.split("=", 2);
            settings.put(sides[0], sides[1]);
        }
        return settings.build();
    }

    /** Whoever started the node may be killed before it can stop it and clear up: then the node does both. */
    private static void endWith(long pid, Path home) {
        Thread end = new Thread(() -> {
            ProcessHandle.of(pid).ifPresent(starter -> starter.onExit().join());
            abandoned = home;
            System.exit(0);
        });
        end.setDaemon(true);
        end.start();
    }

    private static void clearUp() throws IOException {
        if (abandoned != null) {
            try (Stream<Path> paths = Files.walk(abandoned)) {
                paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            }
        }
    }

    private static void announce(DevNode node, Path file) throws Exception {
        int port = node.injector().getInstance(HttpServerTransport.class).boundAddress().publishAddress().getPort();
        Path part = file.resolveSibling("url.part");
        Files.writeString(part, "http://127.0.0.1:" + port);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
