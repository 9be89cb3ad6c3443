package org.pydl4j.testkit;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/**
 * A real HDFS of one NameNode and one DataNode on this machine.
 *
 * <p>{@code java -Xmx512m -cp 'build/servers/*' org.pydl4j.testkit.EmbeddedHdfs DIR [PORT]} prints
 * {@code READY {"uri":"hdfs://localhost:41234"}} and stops at the end of its standard input. A folder
 * that holds a file system already is opened again, else it is formatted.
 */
public final class EmbeddedHdfs implements ServerProcess.Server {
  private final MiniDFSCluster cluster;

  private EmbeddedHdfs(MiniDFSCluster cluster) {
    this.cluster = cluster;
  }

  public static void main(String[] args) {
    ServerProcess.run("EmbeddedHdfs", args, EmbeddedHdfs::start);
  }

  static EmbeddedHdfs start(Path folder, int port) throws IOException {
    Configuration conf = new Configuration();
    conf.setBoolean("dfs.permissions.enabled", false);
    conf.setInt("dfs.replication", 1);
    conf.setInt("dfs.namenode.handler.count", 4);
    conf.setInt("dfs.datanode.handler.count", 2);
    conf.setBoolean("dfs.namenode.audit.log.async", false);
    boolean format = !folder.resolve("name-0-1").toFile().isDirectory();
    MiniDFSCluster cluster = new MiniDFSCluster.Builder(conf, folder.toFile())
        .numDataNodes(1).nameNodePort(port).format(format).build();
    cluster.waitActive();
    return new EmbeddedHdfs(cluster);
  }

  @Override
  public String address() {
    return "{\"uri\":\"hdfs://localhost:" + cluster.getNameNodePort() + "\"}";
  }

  @Override
  public void close() {
    cluster.shutdown(false);
  }
}
