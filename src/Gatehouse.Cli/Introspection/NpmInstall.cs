using System.Diagnostics;
using System.Text.Json;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Introspection;

/// <summary>Installs a package into a folder without running a line of it.</summary>
internal static class NpmInstall
{
    private const int MaxManifest = 4 * 1024 * 1024;

    private static readonly Fault _failed = new Fault(
        new("install-failed"), "npm could not install the package", "look whether it exists, and whether npm reaches its registry");

    /// <summary>Installs it; what it is and what starts it.</summary>
    /// <remarks>Faults: <c>npm-missing</c>, <c>install-failed</c>, <c>program-missing</c>.</remarks>
    public static async Task<(InstalledPackage? Package, Fault? Fault)> RunAsync(PackageName package, string? registry, ThrowAway folder, CancellationToken cancel)
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "package.json"), """{"private":true}""", cancel);

        // SECURITY: no script of the package or of what it needs runs while it is installed.
        var start = new ProcessStartInfo("npm")
        {
            WorkingDirectory = folder.Path, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        string[] from = registry is null ? [] : [$"--registry={registry}"];
        foreach (var word in (string[])["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--omit=dev", .. from, "--", package.Wanted])
        {
            start.ArgumentList.Add(word);
        }

        try
        {
            using var npm = Process.Start(start)!;
            npm.StandardInput.Close();
            try
            {
                await Task.WhenAll(DrainAsync(npm.StandardOutput, cancel), DrainAsync(npm.StandardError, cancel), npm.WaitForExitAsync(cancel));
            }
            finally
            {
                if (!npm.HasExited)
                {
                    npm.Kill(entireProcessTree: true);
                }
            }

            return npm.ExitCode == 0 ? Read(package, folder) : (null, _failed);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (null, new Fault(new("npm-missing"), "npm is not installed", "install Node.js"));
        }
    }

    private static (InstalledPackage? Package, Fault? Fault) Read(PackageName package, ThrowAway folder)
    {
        var root = Path.Combine(folder.Path, "node_modules", Path.Combine(package.Name.Split('/')));
        var manifest = Path.Combine(root, "package.json");
        if (!File.Exists(manifest) || new FileInfo(manifest).Length > MaxManifest)
        {
            return (null, _failed);
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(manifest));
            return Program(document.RootElement, package.Name) is { } program
                && Path.GetFullPath(program, root) is var path && path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(path)
                    ? (new InstalledPackage(path, Text(document.RootElement, "version"), Text(document.RootElement, "license"), Text(document.RootElement, "description")), null)
                    : (null, new Fault(new("program-missing"), "the package has no program to start", "is it an MCP server?"));
        }
        catch (Exception failed) when (failed is JsonException or InvalidOperationException)
        {
            return (null, _failed);
        }
    }

    // One program, or of several the one that is called like the package, or the first.
    private static string? Program(JsonElement manifest, string name)
    {
        if (!manifest.TryGetProperty("bin", out var bin))
        {
            return null;
        }

        if (bin.ValueKind == JsonValueKind.String)
        {
            return bin.GetString();
        }

        var programs = bin.ValueKind == JsonValueKind.Object
            ? bin.EnumerateObject().Where(static program => program.Value.ValueKind == JsonValueKind.String).ToArray()
            : [];
        var own = name[(name.LastIndexOf('/') + 1)..];
        return programs.Length == 0 ? null : (programs.FirstOrDefault(program => program.Name == own) is { Value.ValueKind: JsonValueKind.String } found ? found : programs[0]).Value.GetString();
    }

    private static string Text(JsonElement manifest, string name) =>
        manifest.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    // What it prints is of no use and may be without end.
    private static async Task DrainAsync(StreamReader output, CancellationToken cancel)
    {
        var buffer = new char[4096];
        while (await output.ReadAsync(buffer, cancel) > 0)
        {
        }
    }
}

/// <summary>A package that was installed.</summary>
/// <param name="Program">The file that Node.js starts.</param>
/// <param name="Version">Its version.</param>
/// <param name="Licence">Its licence, as it states it.</param>
/// <param name="Description">What it says of itself.</param>
internal sealed record InstalledPackage(string Program, string Version, string Licence, string Description);
