import { VanthuError } from "../errors/index.ts";

/** The person or the service said no. */
export function refused(label: string, why: string | undefined, byPerson: boolean): VanthuError {
  return new VanthuError("KEY_HOLDER_REFUSED", {
    message: byPerson
      ? `Người ký đã từ chối trên ${label}. Văn bản chưa được ký.`
      : `${label} không ký${why === undefined ? "" : ` (${why})`}. Văn bản chưa được ký.`,
    where: label,
    hint: byPerson ? "Muốn ký thì gửi lại yêu cầu ký." : "Kiểm tra tài khoản ký số, rồi gửi lại yêu cầu ký.",
  });
}

/** The person did not confirm in time. */
export function expired(label: string): VanthuError {
  return new VanthuError("KEY_HOLDER_EXPIRED", {
    message: `Đã quá thời hạn xác nhận trên ${label}. Văn bản chưa được ký.`,
    where: label,
    hint: "Gửi lại yêu cầu ký và xác nhận trên điện thoại trong thời hạn.",
  });
}

/** PIN, one-time password or account is wrong. */
export function unauthorised(label: string, why?: string): VanthuError {
  return new VanthuError("KEY_HOLDER_UNAUTHORISED", {
    message: `${label} không chấp nhận thông tin xác thực${why === undefined ? "" : ` (${why})`}. Văn bản chưa được ký.`,
    where: label,
    hint: "Kiểm tra mã PIN, mã OTP hoặc tài khoản. Nhập sai nhiều lần có thể bị khóa.",
  });
}

/** More than one authorisation covers. */
export function tooMany(label: string, limit: number): VanthuError {
  return new VanthuError("KEY_HOLDER_LIMIT", {
    message: `${label} ký tối đa ${limit} văn bản trong một lần xác nhận.`,
    where: label,
    hint: "Chia thành nhiều lần ký.",
  });
}

/** The answer lacks the signature of one document. */
export function incomplete(label: string, name: string): VanthuError {
  return new VanthuError("KEY_HOLDER_ANSWER", {
    message: `${label} không trả về chữ ký cho "${name}". Văn bản này chưa được ký.`,
    where: name,
    hint: "Ký lại văn bản này.",
  });
}
