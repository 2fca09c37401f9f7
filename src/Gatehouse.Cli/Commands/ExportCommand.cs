using System.CommandLine;
using System.Text.Json;
using Gatehouse.Cli.Declared;
using Gatehouse.Cli.Declared.Served;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse export</c>: the organisation's servers, policies and grants as files.</summary>
internal static class ExportCommand
{
    private const string Organisation = "organisation.json";

    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "Where to" };
        var replace = new Option<bool>("--replace") { Description = "Write over an export of before" };
        var form = new Option<string>("--as")
        {
            Description = $"{Organisation}, for `apply`; or {ServedFolder.Main}, which a gateway serves, too",
            HelpName = "FILE", DefaultValueFactory = _ => Organisation,
        };
        form.AcceptOnlyFromAmong(Organisation, ServedFolder.Main);
        var command = new Verb(
            "export", "Write the organisation's servers, policies and grants to files: no secret and no token is in them.",
            "gatehouse export ./gatehouse", "gatehouse export ./gatehouse --as gatehouse.json --replace") { folder, form, replace };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var (path, isServed) = (parsed.GetValue(folder)!, parsed.GetValue(form) == ServedFolder.Main);
            var exists = isServed ? new ServedFolder(path).Exists : new DeclaredFolder(path).Exists;
            if (exists && !parsed.GetValue(replace))
            {
                return session.Terminal.Fail(new Fault(new("file-exists"), $"`{path}` has an export already", "say `--replace`, or name another folder"));
            }

            var (state, refused) = await PresentState.ReadAsync(session, withTokens: isServed);
            return state is null ? session.Fail(refused!) : isServed ? Serve(session, state, path) : Write(session, state, path);
        });
        return command;
    }

    private static int Write(RemoteSession session, PresentState state, string path)
    {
        var declared = state.Declare();
        var (documents, fault) = new DeclaredFolder(path).Write(
            declared, state.Policies.ToDictionary(policy => policy.Name, policy => policy.Document, StringComparer.Ordinal));
        if (fault is not null)
        {
            return session.Terminal.Fail(fault);
        }

        if (session.AsJson)
        {
            session.Terminal.Json(json => JsonSerializer.Serialize(json, declared, DeclaredJson.Default.DeclaredOrganisation));
        }
        else
        {
            session.Terminal.Line(
                $"wrote {declared.Servers.Length} servers, {documents} policies and {declared.Grants.Length} grants to {path}; secrets and tokens are not in them");
        }

        return ExitCode.Success;
    }

    private static int Serve(RemoteSession session, PresentState state, string path)
    {
        var folder = new ServedFolder(path);
        var (before, fault) = folder.Before();
        if (before is null)
        {
            return session.Terminal.Fail(fault!);
        }

        var export = ServedExport.Of(state, before, TimeProvider.System.GetUtcNow());
        if (folder.Write(export) is { } unwritable)
        {
            return session.Terminal.Fail(unwritable);
        }

        if (session.AsJson)
        {
            session.Terminal.Json(json => Write(json, folder, export));
            return ExitCode.Success;
        }

        session.Terminal.Line(
            $"wrote {export.Servers.Count} servers, {export.Documents.Count} policies and {export.Grants.Count} grants to {folder.File}; secrets and tokens are not in it");
        if (export.Variables.Count > 0)
        {
            session.Terminal.Line($"its secrets are expected in the environment: {string.Join(", ", export.Variables)}");
        }

        foreach (var thing in export.Unsaid)
        {
            session.Terminal.Note($"{new Painted("not in the file", Tone.Careful)}: {thing}");
        }

        return ExitCode.Success;
    }

    private static void Write(Utf8JsonWriter json, ServedFolder folder, ServedExport export)
    {
        json.WriteStartObject();
        json.WriteString("file", folder.File);
        json.WriteNumber("servers", export.Servers.Count);
        json.WriteNumber("policies", export.Documents.Count);
        json.WriteNumber("grants", export.Grants.Count);
        Write("variables", export.Variables);
        Write("not_in_file", export.Unsaid);
        json.WriteEndObject();

        void Write(string member, IEnumerable<string> texts)
        {
            json.WriteStartArray(member);
            foreach (var text in texts)
            {
                json.WriteStringValue(text);
            }

            json.WriteEndArray();
        }
    }
}
