namespace Gatehouse.Gateway.Wire;

/// <summary>What a message's <c>params</c> say, read and checked; of a response, what its <c>result</c> says.</summary>
internal struct WireParams(in WireEnvelope envelope)
{
    private const int MaxUri = 8192;

    private readonly ReadOnlyMemory<byte> _body = envelope.Body;
    private readonly int _content = envelope.Content;
    private readonly string _method = envelope.Method;
    private readonly bool _isResponse = envelope.Kind == MessageKind.Response;

    public string? Name { get; private set; }

    public string? Uri { get; private set; }

    public string? TaskIdText { get; private set; }

    public string? InitializeVersion { get; private set; }

    public ReadOnlyMemory<byte> Content { get; private set; }

    public ReadOnlyMemory<byte> Arguments { get; private set; }

    public ReadOnlyMemory<byte> MetaJson { get; private set; }

    public ReadOnlyMemory<byte> Cursor { get; private set; }

    public ReadOnlyMemory<byte> TaskId { get; private set; }

    public ReadOnlyMemory<byte> RequestState { get; private set; }

    public ReadOnlyMemory<byte> InputResponses { get; private set; }

    public ReadOnlyMemory<byte> CancelledId { get; private set; }

    public ReadOnlyMemory<byte> Task { get; private set; }

    public ReadOnlyMemory<byte> Notifications { get; private set; }

    public WireMeta Meta;

    public WireRef Reference;

    public WireRefusal? Read(scoped in JsonIndex index)
    {
        Span<int> found = stackalloc int[ParamsMembers.Count];
        found.Fill(-1);
        if (_content >= 0)
        {
            Content = index[_content].Value(_body);
            var start = index[_content].ValueStart;
            if (ParamsMembers.Names.Locate(index, _body.Span, _content + 1, start, found) == MemberNames.CaseTwin)
            {
                return WireRefusals.MemberCase;
            }
        }

        return ReadMeta(index, found)
            ?? (_isResponse ? null : ReadTarget(index, found) ?? ReadSealed(index, found) ?? ReadRest(index, found));
    }

    private WireRefusal? ReadMeta(scoped in JsonIndex index, ReadOnlySpan<int> found)
    {
        var meta = found[ParamsMembers.Meta];
        if (meta < 0)
        {
            return null;
        }

        MetaJson = index[meta].Value(_body);
        return Meta.Read(index, _body, meta);
    }

    private WireRefusal? ReadTarget(scoped in JsonIndex index, ReadOnlySpan<int> found)
    {
        Name = Text(index, found[ParamsMembers.Name]);
        Uri = Text(index, found[ParamsMembers.Uri]);
        TaskIdText = Text(index, found[ParamsMembers.TaskId]);
        if (_method is MethodNames.ToolsCall or MethodNames.PromptsGet && (Name is null || !PlainText.IsName(Name)))
        {
            return WireRefusals.NameInvalid;
        }

        if (_method.StartsWith("resources/", StringComparison.Ordinal) && found[ParamsMembers.Uri] >= 0
            || _method == MethodNames.ResourcesRead)
        {
            if (Uri is null || Uri.Length is 0 or > MaxUri || PlainText.HasControl(Uri))
            {
                return WireRefusals.UriInvalid;
            }
        }

        var needsTask = _method is MethodNames.TasksGet or MethodNames.TasksUpdate or MethodNames.TasksCancel
            or MethodNames.TasksResult;
        return needsTask && TaskIdText is null ? WireRefusals.ParamInvalid : null;
    }

    /// <summary>Values that reach an upstream only unsealed: a string, or absent.</summary>
    private WireRefusal? ReadSealed(scoped in JsonIndex index, ReadOnlySpan<int> found)
    {
        Cursor = Value(index, found[ParamsMembers.Cursor]);
        TaskId = Value(index, found[ParamsMembers.TaskId]);
        RequestState = Value(index, found[ParamsMembers.RequestState]);
        return IsText(Cursor) && IsText(TaskId) && IsText(RequestState) ? null : WireRefusals.ParamInvalid;
    }

    private WireRefusal? ReadRest(scoped in JsonIndex index, ReadOnlySpan<int> found)
    {
        Arguments = Value(index, found[ParamsMembers.Arguments]);
        InputResponses = Value(index, found[ParamsMembers.InputResponses]);
        Task = Value(index, found[ParamsMembers.Task]);
        Notifications = Value(index, found[ParamsMembers.Notifications]);
        CancelledId = Value(index, found[ParamsMembers.RequestId]);
        if (!(IsObject(InputResponses) && IsObject(Task))
            || (_method == MethodNames.ToolsCall && !IsObject(Arguments) && !Arguments.Span.SequenceEqual("null"u8))
            || (!CancelledId.IsEmpty && !RpcId.IsSound(CancelledId.Span)))
        {
            return WireRefusals.ParamInvalid;
        }

        if (_method == MethodNames.Initialize)
        {
            InitializeVersion = Text(index, found[ParamsMembers.ProtocolVersion]);
            Meta.ReadClient(index, _body, found[ParamsMembers.ClientInfo]);
        }

        return _method == MethodNames.Complete
            ? Reference.Read(index, _body, found[ParamsMembers.Ref])
            : null;
    }

    private readonly string? Text(scoped in JsonIndex index, int member) =>
        member >= 0 && index[member].Value(_body.Span) is [(byte)'"', .. var text, (byte)'"']
            ? JsonString.Decode(text)
            : null;

    private readonly ReadOnlyMemory<byte> Value(scoped in JsonIndex index, int member) =>
        member >= 0 ? index[member].Value(_body) : default;

    private static bool IsText(ReadOnlyMemory<byte> value) => value.IsEmpty || value.Span[0] == '"';

    private static bool IsObject(ReadOnlyMemory<byte> value) => value.IsEmpty || value.Span[0] == '{';
}
