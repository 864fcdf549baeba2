package dev.holdfast.runtimes.jvm;

import dev.holdfast.packages.CodeName;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.Loaded;
import dev.holdfast.runtimes.UnloadableCode;
import dev.holdfast.sdk.InvalidService;
import dev.holdfast.sdk.binding.Binder;
import dev.holdfast.sdk.binding.Capabilities;
import dev.holdfast.sdk.binding.ServiceBinding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The services of one folder or jar, loaded and ready.
 *
 * <p>Invariant: either all of them are, or none. Their code is in memory, so the files may change
 * or go; it is released once nobody holds a runtime or a state of it any more.
 *
 * <pre>
 *   folder ── ServiceCode ── ServiceCompiler ──┐
 *      jar ── ServiceCode ─────────────────────┴─► CodeLoader ── Binder ── a JvmRuntime each
 * </pre>
 *
 * @param name of the folder or jar
 * @param version the content address of the code, the same in every service's description
 */
public record JvmServices(String name, String version, List<FunctionRuntime> runtimes)
    implements Loaded {
  public JvmServices {
    runtimes = List.copyOf(runtimes);
  }

  /**
   * Loads a folder of {@code .java} files, a folder with a jar, or a jar.
   *
   * @throws UnloadableCode with everything that is wrong with the code
   * @throws IOException when the files cannot be read, or are too large
   */
  public static JvmServices load(Path path, JvmSettings settings)
      throws IOException, UnloadableCode {
    ServiceCode code = ServiceCode.read(path, settings);
    return load(code, code.version(), settings);
  }

  /** The same for a folder that somebody else has named, such as an unpacked package. */
  public static JvmServices load(Path path, CodeName as, JvmSettings settings)
      throws IOException, UnloadableCode {
    ServiceCode read = ServiceCode.read(path, settings);
    return load(new ServiceCode(as.name(), read.sources(), read.files()), as.version(), settings);
  }

  private static JvmServices load(ServiceCode code, String version, JvmSettings settings)
      throws UnloadableCode {
    Map<String, byte[]> files =
        code.sources()
            ? new CompiledCode(settings, SdkLoader.codeSources()).of(code)
            : code.files();
    List<Class<?>> types = new CodeLoader(code.name(), files).services();
    List<ServiceBinding> bound;
    try {
      bound = new Binder(Capabilities.PLATFORM, settings.json(), new TriggerTexts()).bind(types);
    } catch (InvalidService invalid) {
      throw new UnloadableCode(invalid.faults());
    }
    var codecs = new CallCodecs(bound, settings.json());
    var outgoing = new Outgoing(codecs, settings.mostActions());
    var runtimes = new ArrayList<FunctionRuntime>();
    for (ServiceBinding service : bound) {
      runtimes.add(new JvmRuntime(service, Descriptions.of(service, version), codecs, outgoing));
    }
    return new JvmServices(code.name(), version, runtimes);
  }

  /** Its code goes when the last runtime and the last state of it go. */
  @Override
  public void close() {}
}
