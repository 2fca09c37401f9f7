using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Gateway.Tools;
using Gatehouse.Gateway.Tools.Texts;
using Gatehouse.Gateway.Wire;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Scanning;

/// <summary>Asks several servers side by side, each within its time. None of their tools is called.</summary>
internal static class StackScan
{
    /// <summary>How many servers run at once.</summary>
    public const int AtOnce = 4;

    /// <summary>Asks them all; the results are in the order of the targets.</summary>
    /// <param name="targets">The servers.</param>
    /// <param name="patience">How long each may take for everything.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Ends all.</param>
    public static async Task<ImmutableArray<ScannedServer>> RunAsync(
        ImmutableArray<ScanTarget> targets, TimeSpan patience, TimeProvider time, CancellationToken cancel)
    {
        using var places = new SemaphoreSlim(AtOnce);
        return [.. await Task.WhenAll(targets.Select(async target =>
        {
            await places.WaitAsync(cancel);
            try
            {
                return await OneAsync(target, patience, time, cancel);
            }
            finally
            {
                places.Release();
            }
        }))];
    }

    private static async Task<ScannedServer> OneAsync(ScanTarget target, TimeSpan patience, TimeProvider time, CancellationToken cancel)
    {
        if (target.Entry is null)
        {
            return new ScannedServer(target, target.Fault);
        }

        using var words = new LastWords();
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        late.CancelAfter(patience);
        var fault = new Fault(new("server-silent"), "it did not answer in time", "check that it is an MCP server, or give it a longer `--timeout`");
        try
        {
            (var survey, var problem) = await ToolSurveyor.TakeAsync(target.Entry, words, time, late.Token);
            if (survey is not null)
            {
                return Of(target, survey);
            }

            fault = late.IsCancellationRequested && !cancel.IsCancellationRequested ? fault : problem!;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // The fault above says it.
        }

        // SECURITY: a server may print the key that it was started with.
        var redactor = new SecretRedactor(target.Secrets);
        return new ScannedServer(target, fault with { Message = redactor.Text(fault.Message) })
        {
            LastWords = [.. words.Lines.Select(redactor.Text)],
        };
    }

    private static ScannedServer Of(ScanTarget target, ToolSurvey survey) => new(target, null)
    {
        Reported = survey.Server,
        IsCut = survey.IsCut,
        Findings = survey.Instructions.Length == 0 ? [] : DefinitionTexts.Scan(Instructions(survey.Instructions)),
        Tools = [.. survey.Tools.Select(tool => ScannedTool.Read(tool, survey.Server.Length > 0 ? survey.Server : target.Id, survey.Instructions))],
    };

    private static byte[] Instructions(string text)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("instructions", text);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
