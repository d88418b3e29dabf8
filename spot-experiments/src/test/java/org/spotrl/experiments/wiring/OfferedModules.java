package org.spotrl.experiments.wiring;

import com.google.inject.Module;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Adds a folder with a Guice module to the class path, like a plugin. */
public final class OfferedModules {

  private OfferedModules() {}

  /** Calls with the module on this thread's class path. */
  public static <T> T with(Class<? extends Module> module, Path folder, Callable<T> call)
      throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(Module.class.getName()), module.getName() + "\n");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {url(folder)}, before)) {
      thread.setContextClassLoader(loader);
      return call.call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static URL url(Path folder) throws IOException {
    return folder.toUri().toURL();
  }
}
