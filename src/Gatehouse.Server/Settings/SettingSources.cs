using System.Text.Json;
using Gatehouse.Policy;

namespace Gatehouse.Server.Settings;

/// <summary>A value as somebody wrote it, and where.</summary>
/// <param name="Text">The value.</param>
/// <param name="Place">For messages: <c>--people</c>, <c>GATEHOUSE_PEOPLE</c>, <c>people in server.json</c>.</param>
internal sealed record WrittenValue(string Text, string Place);

/// <summary>Flags, then variables, then the file: the first that says something counts.</summary>
internal sealed class SettingSources
{
    private const string DefaultFile = "server.json";
    private static readonly Setting _config = new("config", "FILE", DefaultFile, "");

    private readonly Dictionary<string, WrittenValue> _flags = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WrittenValue> _file = new(StringComparer.Ordinal);
    private readonly Func<string, string?> _variable;

    private SettingSources(Func<string, string?> variable) => _variable = variable;

    /// <summary>The folder that paths in the file are relative to; null without a file.</summary>
    public string? FileFolder { get; private set; }

    /// <summary>Reads all three; what is wrong with their form is added to the faults.</summary>
    public static SettingSources Read(IReadOnlyList<string> args, Func<string, string?> variable, List<Fault> faults)
    {
        var sources = new SettingSources(variable);
        sources.ReadFlags(args, faults);
        sources.ReadFile(faults);
        return sources;
    }

    /// <summary>What was written for a setting; null for nothing.</summary>
    public WrittenValue? Find(Setting setting) =>
        _flags.GetValueOrDefault(setting.Name)
        ?? (_variable(setting.Variable) is { Length: > 0 } value ? new WrittenValue(value, setting.Variable) : null)
        ?? _file.GetValueOrDefault(setting.Name);

    private void ReadFlags(IReadOnlyList<string> args, List<Fault> faults)
    {
        for (var i = 0; i < args.Count; i++)
        {
            var (flag, value) = args[i].Split('=', 2) is [var before, var after] ? (before, after) : (args[i], null);
            if (SettingTable.All.Append(_config).FirstOrDefault(setting => setting.Flag == flag && !setting.IsSecret) is not { } setting)
            {
                var meant = SettingTable.All.FirstOrDefault(one => !one.IsSecret && one.Flag == flag.Replace('_', '-').ToLowerInvariant());
                faults.Add(Invalid($"`{flag}` is no flag of this server", meant is null ? "--help lists them" : $"write {meant.Flag}"));

                // What follows is its value, not another mistake.
                if (value is null && i + 1 < args.Count && !args[i + 1].StartsWith("--", StringComparison.Ordinal))
                {
                    i++;
                }
            }
            else if ((value ?? (i + 1 < args.Count ? args[++i] : null)) is not { } written)
            {
                faults.Add(Invalid($"`{flag}` has no value", $"write {flag} {setting.Form}"));
            }
            else
            {
                _flags[setting.Name] = new WrittenValue(written, flag);
            }
        }
    }

    private void ReadFile(List<Fault> faults)
    {
        var named = Find(_config);
        var path = Path.GetFullPath(named?.Text ?? DefaultFile);
        if (named is null && !File.Exists(path))
        {
            return;
        }

        FileFolder = Path.GetDirectoryName(path);
        var name = Path.GetFileName(path);
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                faults.Add(Invalid($"`{name}` is not a JSON object"));
                return;
            }

            foreach (var member in document.RootElement.EnumerateObject())
            {
                ReadMember(member, name, faults);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            faults.Add(Invalid($"`{path}` cannot be read"));
        }
        catch (JsonException problem)
        {
            faults.Add(Invalid($"`{name}` is not JSON, at line {problem.LineNumber + 1}"));
        }
    }

    private void ReadMember(JsonProperty member, string file, List<Fault> faults)
    {
        if (SettingTable.All.FirstOrDefault(setting => setting.Name == member.Name && !setting.IsSecret) is not { } setting)
        {
            faults.Add(Invalid($"`{member.Name}` in `{file}` is no setting", "--help lists them"));
            return;
        }

        var text = member.Value.ValueKind switch
        {
            JsonValueKind.String => member.Value.GetString(),
            JsonValueKind.Array when member.Value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
                string.Join(',', member.Value.EnumerateArray().Select(item => item.GetString())),
            _ => null,
        };
        if (text is null)
        {
            faults.Add(Invalid($"`{member.Name}` in `{file}` is no text", $"write \"{setting.Form}\""));
        }
        else
        {
            _file[setting.Name] = new WrittenValue(text, $"{member.Name} in {file}");
        }
    }

    private static Fault Invalid(string message, string? help = null) => new(ServerFaults.SettingInvalid, message, help);
}
