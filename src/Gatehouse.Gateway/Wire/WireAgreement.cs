using System.Collections.Immutable;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Gateway.Wire;

/// <summary>Settles the era of a message and holds its headers against its body.</summary>
/// <remarks>
/// SPEC: 2026-07-28, Streamable HTTP. SECURITY: the body decides; headers are only checked, and a body of one era under
/// the header of the other is refused, so that nobody escapes a check by naming an older version.
/// </remarks>
internal static class WireAgreement
{
    public static (ClientMessage? Message, WireRefusal? Refusal) Settle(
        in WireEnvelope envelope, in WireParams parameters, in WireHeaders headers)
    {
        var (era, headerVersion, refusal) = SettleVersion(parameters.Meta.ProtocolVersion, headers);
        if (refusal is not null)
        {
            return (null, refusal);
        }

        if (era == Era.Legacy)
        {
            return (Message(envelope, parameters, era, headerVersion, []), null);
        }

        var paramHeaders = ImmutableArray<KeyValuePair<string, string>>.Empty;
        refusal = CheckMeta(envelope, parameters)
            ?? (headers.IsStdio ? null : CheckTarget(envelope, parameters, headers))
            ?? (headers.IsStdio ? null : TakeParams(headers, out paramHeaders));
        return refusal is null
            ? (Message(envelope, parameters, era, headerVersion, paramHeaders), null)
            : (null, refusal);
    }

    private static (Era, string?, WireRefusal?) SettleVersion(string? inBody, in WireHeaders headers)
    {
        if (headers.IsStdio)
        {
            return inBody is null ? (Era.Legacy, null, null)
                : ProtocolVersions.Modern.Contains(inBody) ? (Era.Modern, null, null)
                : (default, null, Unsupported(inBody));
        }

        if (Single(headers.Version, out var header) is { } repeated)
        {
            return (default, null, repeated);
        }

        if (header is null)
        {
            return inBody is null
                ? (Era.Legacy, null, null)
                : (default, null, WireRefusals.HeaderMissing);
        }

        if (Known(ProtocolVersions.Legacy, header) is { } legacy)
        {
            return inBody is null ? (Era.Legacy, legacy, null) : (default, null, WireRefusals.VersionMismatch);
        }

        // A body without a version is told apart later, where it is known whether the method needs one.
        if (inBody is not null && inBody != header)
        {
            return (default, null, WireRefusals.VersionMismatch);
        }

        return Known(ProtocolVersions.Modern, header) is { } modern
            ? (Era.Modern, modern, null)
            : (default, null, Unsupported(header));
    }

    /// <summary>A request carries its version and capabilities; a method that nobody has is answered as such instead.</summary>
    private static WireRefusal? CheckMeta(in WireEnvelope envelope, in WireParams parameters)
    {
        if (envelope.Kind == MessageKind.Response)
        {
            return WireRefusals.ResponseRefused;
        }

        var isRequired = envelope.Kind == MessageKind.Request && envelope.IsKnown;
        return isRequired && (parameters.Meta.ProtocolVersion is null || !parameters.Meta.HasCapabilities)
            ? WireRefusals.MetaMissing
            : null;
    }

    private static WireRefusal? CheckTarget(
        in WireEnvelope envelope, in WireParams parameters, in WireHeaders headers)
    {
        if (Single(headers.Method, out var method) is { } repeated)
        {
            return repeated;
        }

        if (method is null ? envelope.Kind == MessageKind.Request : method != envelope.Method)
        {
            return method is null ? WireRefusals.HeaderMissing : WireRefusals.MethodMismatch;
        }

        var target = envelope.Method switch
        {
            MethodNames.ToolsCall or MethodNames.PromptsGet => parameters.Name,
            MethodNames.ResourcesRead => parameters.Uri,
            MethodNames.TasksGet or MethodNames.TasksUpdate or MethodNames.TasksCancel => parameters.TaskIdText,
            _ => null,
        };
        return target is null ? null : CheckName(headers.Name, target);
    }

    private static WireRefusal? CheckName(StringValues header, string target)
    {
        if (Single(header, out var name) is { } repeated)
        {
            return repeated;
        }

        return name is null ? WireRefusals.HeaderMissing
            : HeaderValue.Decode(name) is not { } decoded ? WireRefusals.HeaderMalformed
            : decoded != target ? WireRefusals.NameMismatch
            : null;
    }

    private static WireRefusal? TakeParams(
        in WireHeaders headers, out ImmutableArray<KeyValuePair<string, string>> taken)
    {
        taken = [];
        if (headers.Params.IsDefaultOrEmpty)
        {
            return null;
        }

        var values = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>(headers.Params.Length);
        foreach (var (name, value) in headers.Params)
        {
            if (Single(value, out var single) is { } repeated)
            {
                return repeated;
            }

            if (single is null || HeaderValue.Decode(single) is null || name.Length == WireHeaders.ParamPrefix.Length)
            {
                return WireRefusals.HeaderMalformed;
            }

            values.Add(new(name, single));
        }

        taken = values.MoveToImmutable();
        return null;
    }

    private static ClientMessage Message(
        in WireEnvelope envelope, in WireParams parameters, Era era, string? headerVersion,
        ImmutableArray<KeyValuePair<string, string>> paramHeaders)
    {
        var isResponse = envelope.Kind == MessageKind.Response;
        return new ClientMessage
        {
            Body = envelope.Body,
            Kind = envelope.Kind,
            Era = era,
            Id = envelope.Id,
            Method = envelope.Method,
            Params = isResponse ? default : parameters.Content,
            Name = parameters.Name,
            Uri = parameters.Uri,
            Arguments = parameters.Arguments,
            Meta = isResponse ? default : parameters.MetaJson,
            ProgressToken = parameters.Meta.ProgressToken,
            AgentSession = parameters.Meta.AgentSession,
            ProtocolVersion = parameters.Meta.ProtocolVersion ?? parameters.InitializeVersion,
            ClientName = parameters.Meta.ClientName,
            ClientVersion = parameters.Meta.ClientVersion,
            Cursor = parameters.Cursor,
            TaskId = parameters.TaskId,
            RequestState = parameters.RequestState,
            InputResponses = parameters.InputResponses,
            RefType = parameters.Reference.Type,
            RefName = parameters.Reference.Name,
            RefUri = parameters.Reference.Uri,
            Task = parameters.Task,
            RelatedTaskId = parameters.Meta.RelatedTaskId,
            Notifications = parameters.Notifications,
            CancelledId = parameters.CancelledId,
            HeaderVersion = headerVersion,
            ParamHeaders = paramHeaders,
        };
    }

    /// <summary>The one value of a header that may be repeated only with the same value; null where it is absent.</summary>
    private static WireRefusal? Single(StringValues values, out string? value)
    {
        value = values.Count > 0 ? values[0] : null;
        for (var i = 1; i < values.Count; i++)
        {
            if (values[i] != value)
            {
                return WireRefusals.HeaderRepeated;
            }
        }

        return null;
    }

    private static string? Known(string[] versions, string version)
    {
        foreach (var known in versions)
        {
            if (known == version)
            {
                return known;
            }
        }

        return null;
    }

    private static WireRefusal Unsupported(string version) => WireRefusals.VersionUnsupported with
    {
        // SECURITY: the protocol wants it repeated; only what has the form of a version is.
        RequestedVersion = version.Length is > 0 and <= 32 && !version.AsSpan().ContainsAnyExcept(_versionCharacters)
            ? version
            : null,
    };

    private static readonly System.Buffers.SearchValues<char> _versionCharacters =
        System.Buffers.SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-");
}
