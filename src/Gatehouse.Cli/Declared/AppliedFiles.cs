using Gatehouse.Cli.Declared.Served;
using Gatehouse.Cli.Output;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Declared;

/// <summary>What <c>apply</c> was given: a folder of an export, or a <c>gatehouse.json</c>.</summary>
internal sealed class AppliedFiles
{
    private readonly ServedFile? _served;
    private readonly DeclaredOrganisation? _organisation;
    private readonly Dictionary<string, string> _documents;

    private AppliedFiles(ServedFile? served, DeclaredOrganisation? organisation, Dictionary<string, string> documents) =>
        (_served, _organisation, _documents) = (served, organisation, documents);

    /// <summary>Whether it is a <c>gatehouse.json</c>.</summary>
    public bool IsServed => _served is not null;

    /// <summary>Reads it; findings are printed. A folder with both is the organisation's.</summary>
    /// <remarks>Faults: <c>files-invalid</c>, <c>file-unreadable</c>.</remarks>
    public static (AppliedFiles? Files, Fault? Fault) Read(Terminal terminal, string path)
    {
        var folder = new DeclaredFolder(path);
        var served = new ServedFolder(path);
        if (File.Exists(path) || (!folder.Exists && served.Exists))
        {
            var (file, findings, fault) = ServedFile.Read(File.Exists(path) ? path : served.File, TimeProvider.System);
            foreach (var found in findings)
            {
                FindingLines.Note(terminal, found.File, [found.Finding]);
            }

            return file is null ? (null, fault) : (new AppliedFiles(file, null, []), null);
        }

        var (organisation, documents, invalid) = folder.Read();
        return invalid is not null ? (null, invalid) : (new AppliedFiles(null, organisation, documents), null);
    }

    /// <summary>What they say, against what there is.</summary>
    public (DeclaredOrganisation Organisation, Dictionary<string, string> Documents) Declare(PresentState now) =>
        _served?.Declare(now) ?? (_organisation!, _documents);

    /// <summary>What they say and a server does not take from them.</summary>
    public IEnumerable<string> Alone(PresentState now) => _served?.Alone(now) ?? [];
}
