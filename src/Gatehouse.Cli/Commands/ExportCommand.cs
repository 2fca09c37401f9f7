using System.CommandLine;
using Gatehouse.Cli.Declared;
using Gatehouse.Cli.Remote;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse export</c>: the organisation's servers, policies and grants as files.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "Where to" };
        var replace = new Option<bool>("--replace") { Description = "Write over an export of before" };
        var command = new Verb(
            "export", "Write the organisation's servers, policies and grants to files: no secret and no token is in them.",
            "gatehouse export ./gatehouse", "gatehouse export ./gatehouse --replace") { folder, replace };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var path = parsed.GetValue(folder)!;
            var target = new DeclaredFolder(path);
            if (target.Exists && !parsed.GetValue(replace))
            {
                return session.Terminal.Fail(new Fault(new("file-exists"), $"`{path}` has an export already", "say `--replace`, or name another folder"));
            }

            var (state, refused) = await PresentState.ReadAsync(session);
            if (state is null)
            {
                return session.Fail(refused!);
            }

            var declared = state.Declare();
            var (documents, fault) = target.Write(
                declared, state.Policies.ToDictionary(policy => policy.Name, policy => policy.Document, StringComparer.Ordinal));
            if (fault is not null)
            {
                return session.Terminal.Fail(fault);
            }

            if (session.AsJson)
            {
                session.Terminal.Json(json => System.Text.Json.JsonSerializer.Serialize(json, declared, DeclaredJson.Default.DeclaredOrganisation));
            }
            else
            {
                session.Terminal.Line(
                    $"wrote {declared.Servers.Length} servers, {documents} policies and {declared.Grants.Length} grants to {path}; secrets and tokens are not in them");
            }

            return ExitCode.Success;
        });
        return command;
    }
}
