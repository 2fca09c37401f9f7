using System.CommandLine;
using System.Text;
using Gatehouse.Api;
using Gatehouse.Api.Policies;
using Gatehouse.Cli.Commands.Grants;
using Gatehouse.Cli.Remote;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands.Policies;

/// <summary>What is tried on the server and where it would stand: a draft in a file, a saved policy, or what is in force.</summary>
internal sealed class TrialOptions
{
    private readonly Option<string?> _policy = new("--policy") { Description = "A saved policy, by name or id. Default: what is in force", HelpName = "POLICY" };
    private readonly Option<int?> _number = new("--number") { Description = "Which version of it. Default: the one in force", HelpName = "N" };
    private readonly Option<string?> _file = new("--file") { Description = "A draft, before it is saved", HelpName = "PATH" };
    private readonly Option<string?> _server = new("--server") { Description = "A server: its accepted tools and its baseline", HelpName = "ID" };
    private readonly Option<string?> _grant = new("--grant") { Description = "A grant, by label or id: its server, label, tags and policy", HelpName = "GRANT" };

    private readonly Option<PolicyPlace> _place = new("--place")
    {
        Description = "Where it stands: grant, server or organisation (default: grant)",
        HelpName = "WORD",
        CustomParser = static read => Words<PolicyPlace>.Find(read.Tokens is [var token] ? token.Value : null)
            ?? Wrong(read, $"one of {string.Join(", ", Words<PolicyPlace>.All)} is needed"),
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _policy, _number, _file, _place, _server, _grant })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What the options say, ids looked up.</summary>
    public async Task<Asked<PolicyTrial>> ReadAsync(ParseResult parsed, RemoteSession session)
    {
        string? document = null;
        if (parsed.GetValue(_file) is { } file)
        {
            var (bytes, unreadable) = InputFile.Read(file);
            if (bytes is null)
            {
                return new(null, new Refused(unreadable!));
            }

            document = Encoding.UTF8.GetString(bytes);
        }

        var (policy, grant) = (default(Asked<PolicyDetail>), default(Asked<Api.Grants.GrantView>));
        if (parsed.GetValue(_policy) is { } named && (policy = await PolicyWords.FindAsync(session, named)).Refused is { } noPolicy)
        {
            return new(null, noPolicy);
        }

        if (parsed.GetValue(_grant) is { } label && (grant = await GrantWords.FindAsync(session, label)).Refused is { } noGrant)
        {
            return new(null, noGrant);
        }

        return new(
            new PolicyTrial
            {
                Document = document,
                PolicyId = policy.Value?.Id,
                Number = parsed.GetValue(_number),
                Place = parsed.GetValue(_place),
                ServerId = parsed.GetValue(_server),
                GrantId = grant.Value?.Id,
            },
            null);
    }

    private static PolicyPlace Wrong(System.CommandLine.Parsing.ArgumentResult read, string why)
    {
        read.AddError(why);
        return default;
    }
}
