using System.CommandLine;
using Gatehouse.Api.Catalogue;
using Gatehouse.Cli.Catalogues;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands.Catalogues;

/// <summary><c>gatehouse catalogue import</c>: fills the index, and goes on where an import was cut off.</summary>
internal static class CatalogueImportCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("file")
        {
            Description = "Lists (.jsonl), answers to tools/list and registry dumps (.json), gzipped or not, or a folder of them",
            Arity = ArgumentArity.ZeroOrMore,
            DefaultValueFactory = _ => [],
        };
        var registry = new Option<bool>("--registry") { Description = "The official registry: what changed since the last time" };
        var full = new Option<bool>("--full") { Description = "With --registry: everything" };
        var npm = new Option<string[]>("--npm") { Description = "A package of npm. May be repeated", HelpName = "NAME", DefaultValueFactory = _ => [] };
        var nuget = new Option<string[]>("--nuget") { Description = "A package of NuGet. May be repeated", HelpName = "NAME", DefaultValueFactory = _ => [] };
        var licence = new Option<string?>("--licence") { Description = "Licence of the facts, where the entries state none", HelpName = "TEXT" };
        var command = new Verb(
            "import", "Import servers and tools into the catalogue. What was cut off goes on; what was taken is not taken twice.",
            "gatehouse catalogue import --registry",
            "gatehouse catalogue import servers.jsonl.gz tools.jsonl.gz --licence MIT",
            "gatehouse catalogue import memory.json",
            "gatehouse catalogue import --npm @modelcontextprotocol/server-filesystem") { files, registry, full, npm, nuget, licence };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var wanted = Wanted(parsed.GetValue(registry), parsed.GetValue(full), parsed.GetValue(npm) ?? [], parsed.GetValue(nuget) ?? [], parsed.GetValue(licence));
            var paths = parsed.GetValue(files) ?? [];
            if (wanted.Count == 0 && paths.Length == 0)
            {
                session.Terminal.Fail(new Fault(new("nothing-named"), "nothing to import was named", "name files, or --registry, --npm or --nuget"));
                return ExitCode.Usage;
            }

            foreach (var path in paths)
            {
                var (file, fault) = ImportFile.Open(path);
                var code = file is null ? session.Terminal.Fail(fault!) : await ImportSending.SendAsync(session, file, parsed.GetValue(licence));
                if (code != ExitCode.Success)
                {
                    return code;
                }
            }

            foreach (var one in wanted)
            {
                var code = await ImportSending.WatchAsync(session, one, TimeProvider.System);
                if (code != ExitCode.Success)
                {
                    return code;
                }
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static List<NewImport> Wanted(bool registry, bool full, string[] npm, string[] nuget, string? licence)
    {
        var wanted = new List<NewImport>();
        if (registry)
        {
            wanted.Add(new NewImport { Kind = ImportKind.Registry, Full = full, Licence = licence });
        }

        if (npm.Length > 0)
        {
            wanted.Add(new NewImport { Kind = ImportKind.Npm, Packages = [.. npm], Licence = licence });
        }

        if (nuget.Length > 0)
        {
            wanted.Add(new NewImport { Kind = ImportKind.Nuget, Packages = [.. nuget], Licence = licence });
        }

        return wanted;
    }
}
